
    /** Answers one row, raw units, in the order of FEATURES, with a number for each target. */
    fun predict(row: FloatArray): Map<String, Float> = numbers(output(row))

    /** Answers one row by the names of its features. */
    fun predict(row: Map<String, Float>): Map<String, Float> =
        predict(FloatArray(FEATURES.size) { row.getValue(FEATURES[it]) })
