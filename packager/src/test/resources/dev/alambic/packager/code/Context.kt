package android.content

import java.io.File
import java.io.InputStream

/** What the readme's example asks of Android's classes of these names; assets are the files of a folder. */
class AssetManager(private val folder: File) {
    fun open(fileName: String): InputStream = File(folder, fileName).inputStream()
}

class Context(folder: File) {
    val assets = AssetManager(folder)
}
