
    /// The sizes of each state at first; -1 stands for the batch.
    private static let begin: [String: [Int]] = [@@begin@@]

    /// The output that each state takes in the next call.
    private static let carried: [String: String] = [@@carried@@]

    /// Bytes of an element, by its type.
    private static func size(_ type: ORTTensorElementDataType) -> Int {
        switch type {
        case .int64, .uInt64: return 8
        case .int8, .uInt8: return 1
        default: return 4
        }
    }
