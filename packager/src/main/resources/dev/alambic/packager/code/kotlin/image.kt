
    /**
     * Returns the input that a picture becomes: resized to WIDTH x HEIGHT by antialiased bilinear interpolation (to the
     * bit as Pillow's), then scaled.
     *
     * @param rgb red, green and blue of each pixel, a byte each, row by row
     */
    fun tensor(rgb: ByteArray, width: Int, height: Int): FloatArray {
        require(rgb.size == width * height * 3) { "expected ${width * height * 3} bytes, was ${rgb.size}" }
        val level = resized(rgb, width, height)
        val values = FloatArray(CHANNELS * HEIGHT * WIDTH)
        for (y in 0 until HEIGHT) {
            for (x in 0 until WIDTH) {
                val at = (y * WIDTH + x) * 3
                for (c in 0 until CHANNELS) {
                    val grey = GREY[0] * level[at] + GREY[1] * level[at + 1] + GREY[2] * level[at + 2]
                    val one = if (CHANNELS == 1) grey else level[at + c].toDouble()
                    values[@@index@@] = (one * FACTOR[c] + OFFSET[c]).toFloat()
                }
            }
        }
        return values
    }

    /** Returns levels [HEIGHT, WIDTH, 3]: the part that FIT takes, in the size that FIT gives it, in the middle of black. */
    private fun resized(rgb: ByteArray, width: Int, height: Int): IntArray {
        val cut = FIT == "crop"
        val across = if (cut) within(width, height.toDouble() * WIDTH / HEIGHT) else width
        val down = if (cut) within(height, width.toDouble() * HEIGHT / WIDTH) else height
        val scale = minOf(1.0, minOf(WIDTH.toDouble() / width, HEIGHT.toDouble() / height))
        val toWidth = if (FIT == "pad") within(WIDTH, scale * width) else WIDTH
        val toHeight = if (FIT == "pad") within(HEIGHT, scale * height) else HEIGHT
        val (firstColumn, columns) = weights(across, toWidth)
        val rows = IntArray(down * toWidth * 3)
        for (y in 0 until down) {
            val row = ((height - down) / 2 + y) * width + (width - across) / 2
            for (x in 0 until toWidth) {
                for (c in 0 until 3) {
                    var sum = HALF
                    for (j in columns[x].indices) {
                        sum += columns[x][j] * (rgb[(row + firstColumn[x] + j) * 3 + c].toInt() and 0xff)
                    }
                    rows[(y * toWidth + x) * 3 + c] = minOf(255, sum shr BITS)
                }
            }
        }
        val (firstRow, lines) = weights(down, toHeight)
        val all = IntArray(HEIGHT * WIDTH * 3)
        for (y in 0 until toHeight) {
            for (k in 0 until toWidth * 3) {
                var sum = HALF
                for (j in lines[y].indices) sum += lines[y][j] * rows[(firstRow[y] + j) * toWidth * 3 + k]
                val row = (HEIGHT - toHeight) / 2 + y
                all[(row * WIDTH + (WIDTH - toWidth) / 2) * 3 + k] = minOf(255, sum shr BITS)
            }
        }
        return all
    }

    private fun within(most: Int, wanted: Double): Int = maxOf(1, minOf(most, Math.round(wanted).toInt()))

    /** Returns of each pixel the first that it is a mean of, and the weights from there on, in units of 2^-BITS. */
    private fun weights(from: Int, to: Int): Pair<IntArray, Array<IntArray>> {
        val scale = from.toDouble() / to
        val support = maxOf(scale, 1.0)
        val step = 1 / support
        val first = IntArray(to) { maxOf(0, ((it + 0.5) * scale - support + 0.5).toInt()) }
        val weights = Array(to) { i ->
            val centre = (i + 0.5) * scale
            val end = minOf(from, (centre + support + 0.5).toInt())
            val shares = DoubleArray(end - first[i]) {
                maxOf(0.0, 1 - Math.abs((it + first[i] - centre + 0.5) * step))
            }
            val sum = shares.sum()
            IntArray(shares.size) { (0.5 + shares[it] / sum * (1 shl BITS)).toInt() }
        }
        return Pair(first, weights)
    }

    /** Runs on the tensor of one picture and returns the first output. */
    fun output(tensor: FloatArray): FloatArray =
        floats(run(mapOf(@@input@@ to RawTensor(floats(tensor), longArrayOf(@@shape@@)))).getValue(OUTPUTS[0]).bytes)
