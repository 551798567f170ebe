
    /// Classifies a sound of one channel, `rate` samples a second from -1 to 1.
    public func classify(_ sound: [Float], top: Int = @@top@@) throws -> [Answer] {
        answers(try output(sound), top: top)
    }
