#if NativeLibraries
/// How the elements of an activation lie in memory.
enum Layout: Hashable {
    /// Row by row (C order).
    case plain

    /// `[N, C/b, H, W, b]` with blocks of b channels, the layout that oneDNN's convolutions are fastest with; channels that fill the
    /// last block up are zero.
    case blocked

    /// `[N, H, W, C]`.
    case channelsLast
}
#endif
