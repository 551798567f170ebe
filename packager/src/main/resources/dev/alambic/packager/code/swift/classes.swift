
    /// A class and how probable it is, 0 to 1.
    public struct Answer {
        public let label: String
        public let probability: Double
    }

    /// Returns the most probable classes of one sample, best first.
    public func answers(_ output: [Float], top: Int = @@top@@) -> [Answer] {
        let probabilities: [Double] = @@probabilities@@
        return probabilities.indices
            .sorted { probabilities[$0] > probabilities[$1] }
            .prefix(top)
            .map { Answer(label: Self.labels[$0], probability: probabilities[$0]) }
    }
