package dev.alambic.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.file.InvalidDataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of every format, small ones of one colour by Pillow where the JDK writes none. */
class PictureFileTest {
    /** Inks 50, 100, 200 and 30. */
    private static final String CMYK =
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJ"
                    + "CAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAkH/8QAFBABAA"
                    + "AAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwBNFsG2YR//2Q==";
    /** The same turned into luminance and chroma; what Pillow makes of it is (44, 88, 176). */
    private static final String YCCK =
            "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJ"
                    + "CAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAgHCf/EABQQAQ"
                    + "AAAAAAAAAAAAAAAAAAAAD/2gAOBEMATQBZAEsAAD8AvgLkI2Ef/9k=";

    private static final String WEBP =
            "UklGRjgAAABXRUJQVlA4TCsAAAAvAkAAAC8gECCI8J9qQ0iQ0P2/V4EAQYn/SvMfIDY5tgoEAmSIFi0i+h85AA==";
    private static final String WEBP_ALPHA = "UklGRiYAAABXRUJQVlA4TBoAAAAvAQAAEA9wAbE9Jsi2DW070E/zH+yHjOh/AA==";
    private static final String WEBP_LOSSY =
            "UklGRjwAAABXRUJQVlA4IDAAAAAQAgCdASoQABAAAMASJaACdLoB+AH4AAPIAP71iR/+wdMGXP8V7/1ODBz5+P8AAAA=";

    @TempDir
    private Path folder;

    private Path file(String base64) throws IOException {
        return Files.write(folder.resolve("picture"), Base64.getDecoder().decode(base64));
    }

    private static int[] colour(Levels levels, int pixel) {
        return new int[] {
            Math.round(levels.colour(pixel, 0)),
            Math.round(levels.colour(pixel, 1)),
            Math.round(levels.colour(pixel, 2))
        };
    }

    private static Levels read(Path file, int width, int height) {
        return new PictureFile(file).read(new ImageSize(width, height, 3), Fit.EXACT, 1);
    }

    /** What Pillow makes of the same bytes, within one level of the decoders' rounding. */
    @ParameterizedTest
    @CsvSource({CMYK + ", 8, 181, 137, 49", YCCK + ", 8, 44, 88, 176", WEBP_LOSSY + ", 16, 52, 103, 154"})
    void aPictureOfOneColour(String base64, int side, int red, int green, int blue) throws IOException {
        int[] colour = colour(read(file(base64), side, side), side + 3);

        assertThat(colour[0]).isCloseTo(red, within(1));
        assertThat(colour[1]).isCloseTo(green, within(1));
        assertThat(colour[2]).isCloseTo(blue, within(1));
    }

    @Test
    void aWebpWithoutLossKeepsItsLevels() throws IOException {
        Levels levels = read(file(WEBP), 3, 2);

        assertThat(levels.whole()).containsExactly(255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 255, 255, 255, 0, 0, 0);
        assertThat(new PictureFile(folder.resolve("picture")).header()).isEqualTo(new PictureFile.Header("webp", 3, 2));
    }

    @Test
    void transparencyOfAWebpLiesOnBlack() throws IOException {
        assertThat(read(file(WEBP_ALPHA), 2, 1).whole()).containsExactly(40, 20, 10, 1, 2, 3);
    }

    @Test
    void aTiffIsReadAndTurned() throws IOException {
        byte[] tiff = Pictures.encoded(Pictures.colours(2, BufferedImage.TYPE_INT_RGB, 0x102030, 0x405060), "tiff");
        Path file = Files.write(folder.resolve("p.png"), tiff); // content tells, not the name

        assertThat(read(file, 2, 1).whole()).containsExactly(0x10, 0x20, 0x30, 0x40, 0x50, 0x60);
        assertThat(new PictureFile(file).header()).isEqualTo(new PictureFile.Header("tiff", 2, 1));
    }

    @Test
    void coloursThatAreAllGrayAreGray() throws IOException {
        Path file = Pictures.write(folder, Pictures.colours(2, BufferedImage.TYPE_INT_RGB, 0x101010, 0x404040), "png");

        assertThat(read(file, 2, 1).isGray()).isTrue();
        assertThat(read(file, 2, 1).whole()).containsExactly(0x10, 0x40);
    }

    /** The decoder of JPEG fills up what is missing with gray. */
    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tiff"})
    void aFileThatWasCutIsRefused(String format) throws IOException {
        int[] noise = new SplittableRandom(1).ints(4096, 0, 1 << 24).toArray();
        byte[] whole = Pictures.encoded(Pictures.colours(64, BufferedImage.TYPE_INT_RGB, noise), format);
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length * 2 / 3));

        assertThatThrownBy(() -> read(cut, 64, 64))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith(cut + ": broken image: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {CMYK, WEBP, WEBP_LOSSY})
    void aFileThatWasCutAnywhereIsRefusedOrRead(String base64) throws IOException {
        byte[] whole = Base64.getDecoder().decode(base64);
        for (int length = 0; length < whole.length; length += 3) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            try {
                new PictureFile(cut).read(new ImageSize(4, 4, 3), Fit.STRETCH, 1);
            } catch (InvalidDataException e) {
                assertThat(e).hasMessageStartingWith(cut + ": ");
            }
        }
    }

    @Test
    void theHeaderTellsTheSizeAsItIsToBeSeen() throws IOException {
        byte[] jpeg = Pictures.encoded(Pictures.colours(8, BufferedImage.TYPE_INT_RGB, new int[32]), "jpg");
        Path file =
                Files.write(folder.resolve("x"), Pictures.jpegWith(jpeg, Pictures.exif(ByteOrder.LITTLE_ENDIAN, 6)));

        assertThat(new PictureFile(file).header()).isEqualTo(new PictureFile.Header("jpeg", 4, 8));
    }

    @Test
    void anOrientationInAWebpIsFollowed() {
        byte[] exif = Pictures.exif(ByteOrder.LITTLE_ENDIAN, 6);
        ByteBuffer webp = ByteBuffer.allocate(12 + 8 + 3 + 1 + 8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
        webp.put("RIFF\0\0\0\0WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .put(new byte[4]);
        webp.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);

        assertThat(Orientation.of(webp.array())).isEqualTo(new Orientation(true, false, true));
    }
}
