
    /// A label and how probable it is, 0 to 1.
    public struct Answer {
        public let label: String
        public let probability: Double
    }

    /// Returns the labels of one sample whose probability is above @@threshold@@, most probable first; may be none.
    public func answers(_ output: [Float], top: Int = @@top@@) -> [Answer] {
        let probabilities: [Double] = output.map { @@probability@@ }
        return probabilities.indices
            .filter { probabilities[$0] > @@threshold@@ }
            .sorted { probabilities[$0] > probabilities[$1] }
            .prefix(top)
            .map { Answer(label: Self.labels[$0], probability: probabilities[$0]) }
    }
