
    /// Classifies one row, raw units, in the order of `features`.
    public func classify(_ row: [Float], top: Int = @@top@@) throws -> [Answer] {
        answers(try output(row), top: top)
    }
