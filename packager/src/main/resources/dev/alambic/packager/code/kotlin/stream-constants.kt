
        /** The sizes of each state at first; -1 stands for the batch. */
        private val BEGIN: Map<String, LongArray> = mapOf(@@begin@@)

        /** The output that each state takes in the next call. */
        private val CARRIED: Map<String, String> = mapOf(@@carried@@)
