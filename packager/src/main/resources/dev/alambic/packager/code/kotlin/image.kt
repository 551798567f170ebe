
    /**
     * Returns the input that a picture becomes: resized to WIDTH x HEIGHT, each pixel the mean over the area that it
     * covers, then scaled.
     *
     * @param rgb red, green and blue of each pixel, a byte each, row by row
     */
    fun tensor(rgb: ByteArray, width: Int, height: Int): FloatArray {
        require(rgb.size == width * height * 3) { "expected ${width * height * 3} bytes, was ${rgb.size}" }
        val values = FloatArray(CHANNELS * HEIGHT * WIDTH)
        val level = DoubleArray(3)
        for (y in 0 until HEIGHT) {
            for (x in 0 until WIDTH) {
                for (c in 0 until 3) level[c] = mean(rgb, width, height, x, y, c)
                for (c in 0 until CHANNELS) {
                    val one = if (CHANNELS == 1) GREY[0] * level[0] + GREY[1] * level[1] + GREY[2] * level[2] else level[c]
                    values[@@index@@] = (one * FACTOR[c] + OFFSET[c]).toFloat()
                }
            }
        }
        return values
    }

    private fun mean(rgb: ByteArray, width: Int, height: Int, x: Int, y: Int, channel: Int): Double {
        val left = x.toDouble() * width / WIDTH
        val right = (x + 1).toDouble() * width / WIDTH
        val top = y.toDouble() * height / HEIGHT
        val bottom = (y + 1).toDouble() * height / HEIGHT
        var sum = 0.0
        for (row in top.toInt() until minOf(height, Math.ceil(bottom).toInt())) {
            val tall = minOf(row + 1.0, bottom) - maxOf(row.toDouble(), top)
            for (column in left.toInt() until minOf(width, Math.ceil(right).toInt())) {
                val wide = minOf(column + 1.0, right) - maxOf(column.toDouble(), left)
                sum += tall * wide * (rgb[(row * width + column) * 3 + channel].toInt() and 0xff)
            }
        }
        return sum / ((right - left) * (bottom - top))
    }

    /** Runs on the tensor of one picture and returns the first output. */
    fun output(tensor: FloatArray): FloatArray =
        floats(run(mapOf(@@input@@ to RawTensor(floats(tensor), longArrayOf(@@shape@@)))).getValue(OUTPUTS[0]).bytes)
