import ArgumentParser
import Foundation
import Imaging
import ModelInput
import ONNXFormat
import ParticipantTerminal
import Statistics
import StudyEngine
import StudyExport
import StudyModel
import StudyService
import StudyStore
import Tensor

#if NativeLibraries
import Attribution
import AttributionMetrics
import ModelGraph
#endif

/// How errors become messages and exit codes.
enum Failure {
    /// The input is at fault, not the program or the machine.
    static let invalidInput = ExitCode(2)

    static func exit(with error: any Error) -> Never {
        if error is ExitCode || isUsage(error) { Beholder.exit(withError: error) }
        Output.message("beholder: \(text(of: error))")
        Foundation.exit(isInvalidInput(error) ? invalidInput.rawValue : ExitCode.failure.rawValue)
    }

    private static func isUsage(_ error: any Error) -> Bool {
        error is CleanExit || error is ValidationError || Beholder.exitCode(for: error) != .failure
    }

    private static func isInvalidInput(_ error: any Error) -> Bool {
        #if NativeLibraries
        if let error = error as? ModelError { return error.code != .outOfMemory }
        if error is AttributionError || error is MetricError { return true }
        #endif
        return switch error {
        case is ONNXError, is NPYError, is ModelInputError, is InvalidModelDescription: true
        case is InvalidDefinition, is InputError, is CSVError, is StatisticsError, is ObserverModelError: true
        case let error as ImagingError: error.code != .builtWithoutLibraries
        case let error as ServiceError: [.unknownStudy, .invalidCode, .simulatedCode].contains(error.code)
        case let error as ExportError: error.code == .notEmpty
        default: false
        }
    }

    private static func text(of error: any Error) -> String {
        switch error {
        case let error as InvalidDefinition: "the study is not valid:\n\(error)"
        case let error as CocoaError: InputError.text(of: error)
        default: "\(error)"
        }
    }
}
