#if os(Linux)
import Testing

/// The program from the outside.
///
/// Its tests wait for processes and so hold up a thread of the pool that all tests share: one of them at a time.
@Suite(.serialized)
enum ProgramTests {}
#endif
