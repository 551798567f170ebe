import android.graphics.Bitmap
import com.example.one.tensor as tensorOfOne
import com.example.two.tensor as tensorOfTwo
import java.io.File
import java.io.PrintStream

/** Uses two models that are called alike. */
fun main(arguments: Array<String>) {
    val out = PrintStream(System.out, true, "UTF-8")
    val grey = Bitmap(6, 6, IntArray(36) { 0xff shl 24 or (it * 7 * 0x010101) })
    com.example.one.StudentInt8Model.open(File(arguments[0], "one/model.onnx").path).use { one ->
        com.example.two.StudentInt8Model.open(File(arguments[0], "two/model.onnx").path).use { two ->
            out.println("one ${one.tensorOfOne(grey).size} ${com.example.one.StudentInt8Model.LABELS}")
            out.println("two ${two.tensorOfTwo(grey).size} ${com.example.two.StudentInt8Model.LABELS}")
            out.println("one ${com.example.one.StudentInt8ModelGolden.check(one) { File(arguments[0], "one/$it").readBytes() }}")
            out.println("two ${com.example.two.StudentInt8ModelGolden.check(two) { File(arguments[0], "two/$it").readBytes() }}")
        }
    }
}
