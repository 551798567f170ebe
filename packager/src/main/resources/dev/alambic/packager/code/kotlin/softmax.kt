
    /** Turns logits into probabilities. */
    private fun softmax(logits: FloatArray): DoubleArray {
        val greatest = logits.maxOrNull() ?: 0f
        val exponentials = DoubleArray(logits.size) { Math.exp((logits[it] - greatest).toDouble()) }
        val sum = exponentials.sum()
        return DoubleArray(logits.size) { exponentials[it] / sum }
    }
