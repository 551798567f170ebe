package dev.alambic.packager.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.data.picture.Fit;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.packager.contract.ImageForm;
import dev.alambic.packager.manifest.Golden;
import dev.alambic.packager.manifest.TensorSpec;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestPictureTest {
    private static final ImageForm FORM = form(false);

    private static ImageForm form(boolean last) {
        return new ImageForm(
                3, 4, 8, Fit.STRETCH, last, Collections.nCopies(3, 1 / 255.0), Collections.nCopies(3, 0.0));
    }

    private final Map<String, ByteBuffer> files = new HashMap<>();

    private Golden.Picture made(ImageForm form) {
        return TestPicture.make(form, new TensorSpec.Range(0, 1), files);
    }

    private byte[] pixels(Golden.Picture picture) {
        byte[] rgb = new byte[picture.width() * picture.height() * 3];
        files.getOrDefault(picture.pixels(), ByteBuffer.allocate(rgb.length))
                .duplicate()
                .get(rgb);
        return rgb;
    }

    @Test
    void thePictureIsOfAnotherSizeAndBecomesTheTensor() {
        Golden.Picture picture = made(FORM);
        assertThat(List.of(picture.width(), picture.height())).containsExactly(12, 6);
        Tensor tensor = FORM.tensor(pixels(picture), 12, 6);
        assertThat(files.get(picture.tensor())).isEqualTo(tensor.data());
        assertThat(picture.absolute()).isEqualTo(1 / 255.0); // one level of eight bits
    }

    @Test
    void everyMixUpOfAxesOrChannelsShows() {
        byte[] rgb = pixels(made(FORM));
        byte[] bgr = rgb.clone();
        byte[] mirrored = rgb.clone();
        byte[] upsideDown = rgb.clone();
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 12; x++) {
                for (int c = 0; c < 3; c++) {
                    byte value = rgb[(y * 12 + x) * 3 + c];
                    bgr[(y * 12 + x) * 3 + 2 - c] = value;
                    mirrored[(y * 12 + 11 - x) * 3 + c] = value;
                    upsideDown[((5 - y) * 12 + x) * 3 + c] = value;
                }
            }
        }
        Set<Tensor> tensors = new HashSet<>();
        for (byte[] each : List.of(rgb, bgr, mirrored, upsideDown)) {
            tensors.add(FORM.tensor(each, 12, 6));
        }
        tensors.add(form(true).tensor(rgb, 12, 6));
        assertThat(tensors).hasSize(5);
    }
}
