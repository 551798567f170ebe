
    /** Runs on one row, raw units, in the order of FEATURES, and returns the first output. */
    fun output(row: FloatArray): FloatArray {
        require(row.size == FEATURES.size) { "expected ${FEATURES.size} features, was ${row.size}" }
        val tensor = RawTensor(floats(row), longArrayOf(1, FEATURES.size.toLong()))
        return floats(run(mapOf(@@input@@ to tensor)).getValue(OUTPUTS[0]).bytes)
    }
