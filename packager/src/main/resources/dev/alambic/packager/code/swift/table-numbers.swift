
    /// Answers one row, raw units, in the order of `features`, with a number for each target.
    public func predict(_ row: [Float]) throws -> [String: Float] {
        numbers(try output(row))
    }
