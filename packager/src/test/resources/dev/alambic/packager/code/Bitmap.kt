package android.graphics

/** What the generated code asks of Android's class of this name. */
class Bitmap(val width: Int, val height: Int, private val argb: IntArray) {
    fun getPixels(pixels: IntArray, offset: Int, stride: Int, x: Int, y: Int, width: Int, height: Int) {
        for (row in 0 until height) {
            System.arraycopy(argb, (y + row) * this.width + x, pixels, offset + row * stride, width)
        }
    }
}
