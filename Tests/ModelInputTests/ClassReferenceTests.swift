import ModelInput
import Testing

struct ClassReferenceTests {
    private let labels = ClassLabels(names: ["tench", "crane", "tabby", "crane", "tiger cat", "7"])

    private func index(_ text: String, labels: ClassLabels?) throws -> Int {
        try ClassReference(parsing: text).index(classCount: 6, labels: labels)
    }

    @Test(arguments: [("0", 0), ("5", 5), ("label:tabby", 2), ("label:tiger cat", 4), ("label:7", 5), ("002", 2)])
    func findsAClass(text: String, expected: Int) throws {
        #expect(try index(text, labels: labels) == expected)
    }

    @Test(arguments: [
        ("label:crane", ModelInputError.Code.ambiguousClass, "named \"crane\". Give the index instead: 1 or 3."),
        ("label:tabbi", .unknownClass, "label:tabby"), ("label:xylophone", .unknownClass, "No class is named"),
        ("6", .classOutOfRange, "0 to 5"), ("-1", .invalidClass, "label:NAME"), ("tabby", .invalidClass, "label:NAME"),
        ("", .invalidClass, "index"), ("label:", .invalidClass, "name"), ("1.0", .invalidClass, "index"),
        ("99999999999999999999", .invalidClass, "index"), ("٣", .invalidClass, "index"),
    ])
    func refuses(text: String, code: ModelInputError.Code, hint: String) {
        let error = #expect(throws: ModelInputError.self) { try index(text, labels: labels) }
        #expect(error?.code == code)
        #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
    }

    @Test func namesNeedLabels() throws {
        #expect(try index("3", labels: nil) == 3)
        let error = #expect(throws: ModelInputError.self) { try index("label:tabby", labels: nil) }
        #expect(error?.code == .noLabels)
    }
}
