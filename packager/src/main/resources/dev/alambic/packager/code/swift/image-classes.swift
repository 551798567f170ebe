
    /// Classifies one picture.
    public func classify(rgb: [UInt8], width: Int, height: Int, top: Int = @@top@@) throws -> [Answer] {
        answers(try output(try tensor(rgb: rgb, width: width, height: height)), top: top)
    }
