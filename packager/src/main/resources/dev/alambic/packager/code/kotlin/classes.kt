
    /** A class and how probable it is, 0 to 1. */
    data class Answer(val label: String, val probability: Float)

    /** Returns the most probable classes of one sample, best first. */
    fun answers(output: FloatArray, top: Int = @@top@@): List<Answer> {
        val probabilities = @@probabilities@@
        return probabilities.indices
            .sortedByDescending { probabilities[it] }
            .take(top)
            .map { Answer(LABELS[it], probabilities[it].toFloat()) }
    }
