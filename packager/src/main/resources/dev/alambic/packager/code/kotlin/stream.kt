
    /**
     * Calls that follow each other: what the model carries goes on from each to the next, beginning with zeros. One for each
     * thing that is listened to; not for several threads at once.
     */
    inner class Stream internal constructor(private val batch: Long) {
        private var state: Map<String, RawTensor> = begin()

        private fun begin(): Map<String, RawTensor> = BEGIN.mapValues { (name, extents) ->
            val shape = LongArray(extents.size) { if (extents[it] < 0) batch else extents[it] }
            val elements = shape.fold(1L) { product, extent -> product * extent }
            RawTensor(ByteArray((elements * INPUTS.getValue(name).size).toInt()), shape)
        }

        /** Runs on the inputs that are no state and returns every output; a state that is given counts. */
        fun run(inputs: Map<String, RawTensor>): Map<String, RawTensor> {
            val outputs = this@@@class@@.run(state + inputs)
            state = CARRIED.mapValues { (_, output) -> outputs.getValue(output) }
            return outputs
        }

        /** Begins anew, with zeros. */
        fun reset() {
            state = begin()
        }
    }

    /** Returns a new sequence of calls of so many samples each. */
    fun stream(batch: Long = 1): Stream = Stream(batch)
