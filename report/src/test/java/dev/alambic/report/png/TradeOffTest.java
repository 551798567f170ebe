package dev.alambic.report.png;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class TradeOffTest {

    private static TradeOff picture() {
        return new TradeOff(
                "integers but for 3 of 54 units",
                "SQNR, dB",
                25.0,
                2000,
                List.of(
                        new TradeOff.Point("float", 2000, Double.POSITIVE_INFINITY, TradeOff.Fate.BASELINE),
                        new TradeOff.Point("int8", 900, 18, TradeOff.Fate.REFUSED),
                        new TradeOff.Point("int8, 3 float", 1100, 27, TradeOff.Fate.CHOSEN)));
    }

    @Test
    void theFormsAreDrawnAsVectorsAndAsPixels() throws IOException {
        String svg = new String(picture().svg(), StandardCharsets.UTF_8);
        // text is drawn as outlines; the chosen point and the bound have their colours
        assertThat(svg).contains("<svg", "rgb(194,80,15)", "rgb(138,95,176)", "</svg>");
        BufferedImage png = ImageIO.read(new ByteArrayInputStream(picture().png()));
        assertThat(png.getWidth()).isEqualTo(1720);
    }

    @Test
    void whatHasNoFinitePlaceIsLeftOut() {
        assertThat(picture().points()).extracting(TradeOff.Point::name).containsExactly("int8", "int8, 3 float");
    }

    @Test
    void aSinglePointIsAPicture() {
        TradeOff one = new TradeOff(
                "the model stays float",
                "accuracy, %",
                null,
                1000,
                List.of(new TradeOff.Point("float", 1000, 97, TradeOff.Fate.CHOSEN)));
        assertThat(one.png()).isNotEmpty();
    }
}
