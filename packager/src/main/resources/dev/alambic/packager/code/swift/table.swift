
    /// Runs on one row, raw units, in the order of `features`, and returns the first output.
    public func output(_ row: [Float]) throws -> [Float] {
        guard row.count == Self.features.count else {
            throw Failure.wrongInput("expected \(Self.features.count) features, was \(row.count)")
        }
        return try first([@@input@@: RawTensor(bytes: Self.data(row), shape: [1, Self.features.count])])
    }
