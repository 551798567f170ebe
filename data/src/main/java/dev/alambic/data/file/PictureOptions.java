package dev.alambic.data.file;

import dev.alambic.onnx.InputMeaning;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the pictures of a data source.
 *
 * @param width pixels; null for the model's, or what the pictures suggest
 * @param height pixels; null for the model's, or what the pictures suggest
 * @param colours null for the model's, or colours if any picture has some
 * @param fit how another size is brought to that one; null for the model's, or stretch
 * @param broken what becomes of files that cannot be decoded
 * @param cacheBytes most memory for decoded pictures; what does not fit is decoded again when it is asked for
 */
@RecordBuilder
public record PictureOptions(
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Colours colours,
        InputMeaning.@Nullable Resize fit,
        Broken broken,
        long cacheBytes)
        implements PictureOptionsBuilder.With {

    private static final long USUAL_CACHE = 256L << 20;
    private static final int SHARE_OF_MEMORY = 4;

    /** What a picture has of a pixel. */
    public enum Colours {
        GRAY,
        RGB
    }

    /** What becomes of a file that cannot be decoded. */
    public enum Broken {
        REFUSE,
        SKIP
    }

    /** Returns the usual cache, 256 MiB, or a quarter of the heap where that is less. */
    public static long usualCache() {
        return Math.min(USUAL_CACHE, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
    }

    public static PictureOptions defaults() {
        return new PictureOptions(null, null, null, null, Broken.REFUSE, usualCache());
    }
}
