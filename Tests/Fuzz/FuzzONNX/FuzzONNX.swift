/// Called by libFuzzer with one input after the other.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    ModelReading.readAll(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
