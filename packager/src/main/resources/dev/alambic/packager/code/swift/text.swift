
    /// Runs on the tokens of one text, special tokens included, and returns the first output. Cut texts by
    /// tokenizer.json of the package with a library that reads it (for example huggingface/swift-transformers); more
    /// than `length` tokens lose their end.
    public func output(_ tokens: [Int]) throws -> [Float] {
        let taken = min(tokens.count, Self.length)
        let length = @@length@@
        let ids = (0..<length).map { $0 < taken ? tokens[$0] : Self.pad }
        let mask = (0..<length).map { $0 < taken ? 1 : 0 }
        let segments = @@segments@@
        return try first([@@feeds@@])
    }

    private static func whole(_ name: String, _ values: [Int]) -> RawTensor {
        let wide = inputs[name] == ORTTensorElementDataType.int64
        let bytes = wide
            ? values.map { Int64($0) }.withUnsafeBufferPointer { Data(buffer: $0) }
            : values.map { Int32($0) }.withUnsafeBufferPointer { Data(buffer: $0) }
        return RawTensor(bytes: bytes, shape: [1, values.count])
    }
