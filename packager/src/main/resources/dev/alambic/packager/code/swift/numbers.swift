
    /// Returns the numbers of one sample by target, each in its own unit.
    public func numbers(_ output: [Float]) -> [String: Float] {
        Dictionary(uniqueKeysWithValues: zip(Self.targets, output))
    }
