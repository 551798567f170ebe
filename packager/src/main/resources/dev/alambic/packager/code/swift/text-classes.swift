
    /// Classifies one text by its tokens, special tokens included.
    public func classify(_ tokens: [Int], top: Int = @@top@@) throws -> [Answer] {
        answers(try output(tokens), top: top)
    }
