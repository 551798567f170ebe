
    /** A label and how probable it is, 0 to 1. */
    data class Answer(val label: String, val probability: Float)

    /** Returns the labels of one sample whose probability is above @@threshold@@, most probable first; may be none. */
    fun answers(output: FloatArray, top: Int = @@top@@): List<Answer> {
        val probabilities = output.map { @@probability@@ }
        return probabilities.indices
            .filter { probabilities[it] > @@threshold@@ }
            .sortedByDescending { probabilities[it] }
            .take(top)
            .map { Answer(LABELS[it], probabilities[it].toFloat()) }
    }
