#if NativeLibraries
import COneDNN
import Synchronization

/// oneDNN's engine on this processor, and the threads that kernels share with it.
///
/// Everything here runs on one thread, ``ComputeThread``, whose team of OpenMP threads it uses.
enum Native {
    private struct Handles: @unchecked Sendable {
        var engine: dnnl_engine_t?
        var stream: dnnl_stream_t?
    }

    private static let handles: Handles = {
        var handles = Handles()
        let status = dn_open(&handles.engine, &handles.stream)
        precondition(status == dnnl_success, "oneDNN has no engine for this processor.")
        return handles
    }()

    static var engine: dnnl_engine_t? { handles.engine }
    static var stream: dnnl_stream_t? { handles.stream }

    /// The channels of a block: as many as a vector register holds floats.
    static let block = dn_has_avx512() != 0 ? 16 : 8

    /// "2.6.3".
    static let version = String(cString: dn_version())

    /// The threads of the team.
    static var threadCount: Int {
        get { Int(omp_get_max_threads()) }
        set { omp_set_num_threads(Int32(max(1, newValue))) }
    }

    private struct Work {
        let count: Int
        let body: (Range<Int>) -> Void
    }

    /// Splits `0..<count` among the threads, in contiguous ranges of at least `grain`.
    static func parallel(_ count: Int, grain: Int = 1, _ body: (Range<Int>) -> Void) {
        guard count > 0 else { return }
        let threads = min(threadCount, (count + grain - 1) / grain)
        guard threads > 1 else { return body(0..<count) }
        withoutActuallyEscaping(body) { body in
            var work = Work(count: count, body: body)
            withUnsafeMutablePointer(to: &work) { pointer in
                GOMP_parallel(
                    { data in
                        guard let data else { return }
                        let work = data.assumingMemoryBound(to: Work.self)
                        let (thread, threads) = (Int(omp_get_thread_num()), Int(omp_get_num_threads()))
                        let count = work.pointee.count
                        let range = count * thread / threads..<count * (thread + 1) / threads
                        if !range.isEmpty { work.pointee.body(range) }
                    },
                    pointer,
                    UInt32(threads),
                    0
                )
            }
        }
    }
}
#endif
