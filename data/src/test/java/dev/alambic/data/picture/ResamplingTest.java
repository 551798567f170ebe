package dev.alambic.data.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {

    /** Returns waves of colour, [height][width][3]. */
    private static byte[] waves(int width, int height) {
        byte[] levels = new byte[3 * width * height];
        for (int i = 0; i < levels.length; i++) {
            int c = i % 3;
            int x = i / 3 % width;
            int y = i / 3 / width;
            int wave = x * x * 7 + y * 13 * c + x * y * (c + 3) + c * 50;
            levels[i] = (byte) ((wave * 31) >> 2);
        }
        return levels;
    }

    /** Checksums of the bytes of {@code Image.frombytes(…).resize(size, Resampling.BILINEAR)} in Pillow 12.3.0. */
    @ParameterizedTest
    @CsvSource({
        "7, 5, 3, 2, 1891002363",
        "5, 4, 8, 9, 3161054139",
        "64, 48, 10, 7, 3342244330",
        "1, 1, 3, 3, 2238694572",
        "300, 200, 7, 7, 354801823",
        "33, 31, 32, 32, 445666234",
        "640, 427, 64, 64, 3396252641"
    })
    void isPillowToTheBit(int width, int height, int toWidth, int toHeight, long checksum) {
        CRC32 crc = new CRC32();

        crc.update(Resampling.resized(waves(width, height), width, height, 3, toWidth, toHeight));

        assertThat(crc.getValue()).isEqualTo(checksum);
    }

    /** The slow, obvious form, without fixed point; a weight is off by 2^-23, so a sum of 40 by less than 0.002. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5", "2, 1", "31, 7", "32, 32", "33, 32", "100, 3", "7, 100"})
    void eachPixelIsTheMeanUnderATriangle(int from, int to) {
        byte[] row = new byte[from];
        new SplittableRandom(from).nextBytes(row);

        byte[] resized = Resampling.resized(row, from, 1, 1, to, 1);

        double scale = (double) from / to;
        double half = Math.max(scale, 1);
        for (int i = 0; i < to; i++) {
            double sum = 0;
            double weights = 0;
            for (int j = 0; j < from; j++) {
                double weight = Math.max(0, 1 - Math.abs(j + 0.5 - (i + 0.5) * scale) / half);
                sum += weight * (row[j] & 0xff);
                weights += weight;
            }
            assertThat(Math.abs((resized[i] & 0xff) - sum / weights)).isLessThan(0.502);
        }
    }

    @Test
    void whatHasOneLevelKeepsIt() {
        for (int level : new int[] {0, 1, 128, 254, 255}) {
            byte[] flat = new byte[37 * 23];
            Arrays.fill(flat, (byte) level);
            assertThat(Resampling.resized(flat, 37, 23, 1, 64, 5)).containsOnly((byte) level);
        }
    }

    @Test
    void thePartIsCutOrLiesOnBlack() {
        byte[] wide = {1, 2, 3, 4, 5, 6, 7, 8};
        assertThat(Resampling.fitted(wide, 4, 2, 1, Fit.CROP, 2, 2)).containsExactly(2, 3, 6, 7);
        assertThat(Resampling.fitted(wide, 4, 2, 1, Fit.PAD, 4, 4))
                .containsExactly(0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0);
    }
}
