package dev.alambic.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.alambic.chart.Axis.Unit;
import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.FrontChart.Guide;
import dev.alambic.chart.FrontChart.Point;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class PictureTest {

    private static final int WHITE = 0xffffffff;

    private static BarChart bars(String title) {
        return new BarChart(Caption.of(title), List.of(Bar.of("teacher", 2, "2", Role.TEACHER)));
    }

    private static BufferedImage image(Chart chart, int width) throws IOException {
        assumeThat(Picture.hasFonts()).isTrue();
        return ImageIO.read(new ByteArrayInputStream(Picture.of(chart, width).png()));
    }

    private static long pixels(BufferedImage image, int colour) {
        long found = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                found += image.getRGB(x, y) == colour ? 1 : 0;
            }
        }
        return found;
    }

    @Test
    void pixelsAreTwiceAsManyOnWhite() throws IOException {
        BufferedImage image = image(bars("Size"), 300);
        assertThat(image.getWidth()).isEqualTo(600);
        assertThat(image.getRGB(0, 0)).isEqualTo(WHITE);
        assertThat(image.getRGB(599, image.getHeight() - 1)).isEqualTo(WHITE);
    }

    @Test
    void coloursAreThoseOfThePage() throws IOException {
        // --teacher of the light scheme
        assertThat(pixels(image(bars("Size"), 300), 0xff1f62a8)).isGreaterThan(1000);
        Dashboard board = new Dashboard(
                Caption.of(""), List.of(new Dashboard.Fact("a", "b", "██████", Role.BETTER)), 1, List.of());
        assertThat(pixels(image(board, 300), 0xff00705c)).isGreaterThan(100);
    }

    @Test
    void titlesAreWholeAndInsideHoweverLong() {
        String title = "int8 is not faster on this machine: the model stays float; fp16 storage is as fast, in half";
        Drawn drawn = Drawn.parsed(Picture.of(bars(title), 300).svg());
        assertThat(String.join(" ", drawn.texts("title"))).isEqualTo(title);
        assertThat(drawn.texts("title")).hasSizeGreaterThan(2);
        assertThat(Drawn.parsed(Picture.of(bars(""), 300).svg()).of("title")).isEmpty();
    }

    @Test
    void keysStandBelowAsManyInARowAsFit() {
        List<Key> keys = List.of(
                new Key("baseline", Role.TEACHER, Look.DIAMOND),
                new Key("refused", Role.WORSE, Look.TRIANGLE),
                new Key("a much longer name", Role.BETTER, Look.CIRCLE));
        FrontChart chart = new FrontChart(
                Caption.of("t"),
                Axis.of("time", Unit.MICROS),
                Axis.of("SQNR, dB", Unit.PLAIN),
                List.of(new Point("p", 1, 2, Role.WORSE, Look.TRIANGLE)),
                List.of(new Guide("bound", false, 3, Role.SOFT)),
                keys);
        Drawn drawn = Drawn.parsed(Picture.of(chart, 260).svg());
        assertThat(drawn.texts("name")).containsExactly("baseline", "refused", "a much longer name", "bound");
        List<Double> y = drawn.numbers("name", "y");
        assertThat(y.get(0)).isEqualTo(y.get(1)).isLessThan(y.get(2));
    }

    @Test
    void aFileNeedsNothingElse() {
        String svg = Picture.of(bars("a < b & \"c\""), 300).svg();
        assertThat(svg).contains("xmlns=", "fill: #ffffff").doesNotContain("var(", "http:/" + "/www.w3.org/1999");
        assertThat(svg).contains("a &lt; b &amp; &quot;c&quot;");
    }

    @Test
    void anEmptyChartIsAPicture() throws IOException {
        LineChart empty =
                new LineChart(Caption.of("nothing"), Axis.of("x", Unit.PLAIN), Axis.of("y", Unit.PLAIN), List.of());
        assertThat(image(empty, 300).getHeight()).isGreaterThan(400);
        assertThat(image(new BarChart(Caption.of(""), List.of()), 300).getWidth())
                .isEqualTo(600);
    }
}
