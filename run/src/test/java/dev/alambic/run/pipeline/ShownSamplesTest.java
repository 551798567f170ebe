package dev.alambic.run.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import dev.alambic.report.run.Disagreements.Cell;
import dev.alambic.report.run.Disagreements.Shown;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ShownSamplesTest {

    private static final List<String> CLASSES = List.of("no", "yes");

    private static Shown first(Dataset data) {
        try (ShownSamples samples = new ShownSamples(data)) {
            return samples.shown(0);
        }
    }

    private static BufferedImage picture(InputMeaning.Image meaning, byte[] pixels) throws IOException {
        Dataset data = Dataset.images("images", meaning, CLASSES, new byte[][] {pixels, pixels}, new int[] {0, 1});
        byte[] png = Base64.getDecoder().decode(first(data).png());
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @Test
    void grayPicturesKeepTheirPixels() throws IOException {
        BufferedImage picture = picture(new InputMeaning.Image(1, 2, 3, -1, 1), new byte[] {0, 50, 100, -106, -56, -1});
        assertThat(picture.getWidth()).isEqualTo(3);
        assertThat(picture.getRaster().getPixels(0, 0, 3, 2, (int[]) null)).containsExactly(0, 50, 100, 150, 200, 255);
    }

    @Test
    void coloursStayInTheirChannels() throws IOException {
        BufferedImage picture = picture(new InputMeaning.Image(3, 1, 2, 0, 255), new byte[] {-1, 0, 0, -1, 0, 0});
        assertThat(picture.getRGB(0, 0) & 0xffffff).isEqualTo(0xff0000);
        assertThat(picture.getRGB(1, 0) & 0xffffff).isEqualTo(0x00ff00);
    }

    @Test
    void largePicturesAreMadeSmall() throws IOException {
        BufferedImage picture = picture(new InputMeaning.Image(1, 100, 400, 0, 1), new byte[40_000]);
        assertThat(picture.getWidth()).isEqualTo(64);
        assertThat(picture.getHeight()).isEqualTo(16);
    }

    @Test
    void rowsSayHowUnusualTheirValuesAre() {
        Dataset data = Dataset.table(
                "table",
                new InputMeaning.Table(List.of("size", "constant")),
                CLASSES,
                new float[][] {{1, 7}, {2, 7}, {3, 7}},
                new int[] {0, 1, 0});
        List<Cell> row = first(data).row();
        assertThat(row).extracting(Cell::column).containsExactly("size", "constant");
        // the sample's standard deviation of 1, 2, 3 is 1; sums of so few whole numbers are exact
        assertThat(row.get(0).deviation()).isCloseTo(-1, within(0.0));
        assertThat(row.get(1).deviation()).isZero();
    }

    @Test
    void rowsShowTextsAndLeaveOutWhatIsMissing() {
        Dataset data = Dataset.table(
                "table",
                InputMeaning.Table.of(List.of(
                        new TableColumn.Category("city", List.of("", "Ulm"), null),
                        new TableColumn.Numeric("age", TableColumn.Fill.MEDIAN),
                        new TableColumn.Numeric("gone", TableColumn.Fill.MEDIAN))),
                CLASSES,
                new float[][] {{1, Float.NaN, Float.NaN}, {0, 3, Float.NaN}, {2, 5, Float.NaN}},
                new int[] {0, 1, 0});
        try (ShownSamples samples = new ShownSamples(data)) {
            assertThat(samples.shown(0).row()).extracting(Cell::column).containsExactly("city = Ulm");
            assertThat(samples.shown(1).row()).extracting(Cell::column).containsExactly("city = missing", "age");
            assertThat(samples.shown(2).row()).extracting(Cell::column).containsExactly("city = another", "age");
        }
    }
}
