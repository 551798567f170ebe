
    /** Classifies one row, raw units, in the order of FEATURES. */
    fun classify(row: FloatArray, top: Int = @@top@@): List<Answer> = answers(output(row), top)

    /** Classifies one row by the names of its features. */
    fun classify(row: Map<String, Float>, top: Int = @@top@@): List<Answer> =
        classify(FloatArray(FEATURES.size) { row.getValue(FEATURES[it]) }, top)
