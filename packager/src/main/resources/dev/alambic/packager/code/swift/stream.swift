
    /// Calls that follow each other: what the model carries goes on from each to the next, beginning with zeros. One for
    /// each thing that is listened to; not for several threads at once.
    public final class Stream {
        private let model: @@class@@
        private let batch: Int
        private var state: [String: RawTensor] = [:]

        init(model: @@class@@, batch: Int) {
            self.model = model
            self.batch = batch
            reset()
        }

        /// Runs on the inputs that are no state and returns every output; a state that is given counts.
        public func run(_ inputs: [String: RawTensor]) throws -> [String: RawTensor] {
            let outputs = try model.run(state.merging(inputs) { $1 })
            for (input, output) in @@class@@.carried {
                state[input] = outputs[output]
            }
            return outputs
        }

        /// Begins anew, with zeros.
        public func reset() {
            for (name, extents) in @@class@@.begin {
                let shape = extents.map { $0 < 0 ? batch : $0 }
                let elements = shape.reduce(1, *)
                let bytes = @@class@@.inputs[name].map { @@class@@.size($0) } ?? 4
                state[name] = RawTensor(bytes: Data(count: elements * bytes), shape: shape)
            }
        }
    }

    /// Returns a new sequence of calls of so many samples each.
    public func stream(batch: Int = 1) -> Stream {
        Stream(model: self, batch: batch)
    }
