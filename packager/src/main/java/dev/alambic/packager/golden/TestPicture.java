package dev.alambic.packager.golden;

import dev.alambic.onnx.graph.Tensor;
import dev.alambic.packager.contract.ImageForm;
import dev.alambic.packager.manifest.Golden;
import dev.alambic.packager.manifest.TensorSpec;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * A picture of another size than the model's and the input that it becomes: waves of colour with a black and a white
 * corner, so that a mix-up of channels, axes or order shows.
 */
public final class TestPicture {
    private static final String PIXELS = "golden/picture/pixels.bin";
    private static final String TENSOR = "golden/picture/tensor.bin";
    private static final double LEVELS = 255;

    private TestPicture() {}

    /** Returns the picture for {@code form}, and puts its files to {@code files}. */
    public static Golden.Picture make(ImageForm form, TensorSpec.Range range, Map<String, ByteBuffer> files) {
        int width = form.width() + form.width() / 8 + 3;
        int height = form.height() + form.height() / 5 + 2;
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = (y * width + x) * 3;
                rgb[at] = (byte) (x * 255 / (width - 1));
                rgb[at + 1] = (byte) (y * 255 / (height - 1));
                rgb[at + 2] = (byte) ((x * 7 + y * 13) % 256);
            }
        }
        Tensor tensor = form.tensor(rgb, width, height);
        files.put(PIXELS, ByteBuffer.wrap(rgb));
        files.put(TENSOR, tensor.data());
        // one level, for those whose library rounds a resized picture to whole levels
        double absolute = (range.max() - range.min()) / LEVELS;
        return new Golden.Picture(width, height, PIXELS, TENSOR, absolute);
    }
}
