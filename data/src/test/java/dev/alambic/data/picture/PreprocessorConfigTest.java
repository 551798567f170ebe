package dev.alambic.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessorConfigTest {

    @TempDir
    private Path folder;

    private Optional<ImageOptions> read(String json) throws IOException {
        Path model = folder.resolve("model.onnx");
        Files.writeString(folder.resolve(PreprocessorConfig.NAME), json.replace('\'', '"'));
        return PreprocessorConfig.beside(model).orElseThrow().read();
    }

    /** Returns scale at level 0 and 255 of the first channel, and the form in words. */
    private static String said(ImageOptions options) {
        double low = -options.mean().get(0) / options.std().get(0);
        double high = (1 - options.mean().get(0)) / options.std().get(0);
        return options.width() + "x" + options.height() + " " + options.fit() + " " + Math.round(1000 * options.share())
                + " " + Math.round(1000 * low) + " " + Math.round(1000 * high);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'image_mean': [0.5, 0.5, 0.5], 'image_std': [0.5, 0.5, 0.5], 'size': {'height': 20, 'width': 10}}"
                        + " | 10x20 STRETCH 1000 -1000 1000",
                "{'do_normalize': false, 'image_mean': [0.5], 'image_std': [0.5], 'size': 8} | 8x8 STRETCH 1000 0 1000",
                "{'do_rescale': false, 'do_normalize': false, 'do_resize': false} | nullxnull null 1000 0 255000",
                "{'rescale_factor': 0.00784313725490196, 'image_mean': [1], 'image_std': [1]}"
                        + " | nullxnull null 1000 -1000 1000",
                "{'size': {'shortest_edge': 256}, 'crop_size': {'height': 224, 'width': 224}, 'do_resize': true}"
                        + " | 224x224 CROP 875 0 1000",
                "{'size': 224, 'crop_size': 224, 'do_center_crop': true} | 224x224 CROP 1000 0 1000",
                "{'size': {'shortest_edge': 224}, 'crop_pct': 0.875, 'do_resize': true} | 224x224 CROP 875 0 1000",
                "{'crop_size': 224, 'do_center_crop': false, 'do_resize': false} | nullxnull null 1000 0 1000"
            })
    void itSaysHowPicturesAreRead(String json, String expected) throws IOException {
        assertThat(read(json)).map(PreprocessorConfigTest::said).contains(expected);
    }

    @Test
    void oneOfSoundsSaysNothing() throws IOException {
        assertThat(read("{'sampling_rate': 16000, 'feature_size': 80, 'do_normalize': true}"))
                .isEmpty();
    }

    @Test
    void itMayLieAboveTheFolderOnnx() throws IOException {
        Files.writeString(folder.resolve(PreprocessorConfig.NAME), "{}");
        assertThat(PreprocessorConfig.beside(folder.resolve("onnx/model.onnx"))).isPresent();
        assertThat(PreprocessorConfig.beside(folder.resolve("other/model.onnx")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | : how pictures are read (expected a JSON object, was something else)",
                "{'image_mean': ['a']} | : image_mean: how pictures are read (expected numbers, was [\"a\"])",
                "{'rescale_factor': 0} | : rescale_factor: how pictures are read (expected above 0, was 0.0)",
                "{'image_mean': [0], 'size': -1} | : size: how pictures are read (expected pixels, was -1)"
            })
    void aBrokenOneIsNamed(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(folder.resolve(PreprocessorConfig.NAME) + message);
    }
}
