package dev.alambic.workbench.look;

import dev.alambic.onnx.InputMeaning;
import java.util.Arrays;
import java.util.List;

/**
 * A picture in a grid of fields. A window of twice a field's width and height, about its middle, is filled with the
 * median level of each channel: black behind digits, a gray of the usual brightness in photographs.
 *
 * <p>Source of the sliding window: Zeiler and Fergus, "Visualizing and understanding convolutional networks", ECCV
 * 2014, section 4.2.
 */
final class CoverablePicture implements Coverable {
    private static final int MOST_A_SIDE = 14;
    private static final int LEVELS = 20_000;
    private static final List<String> ROWS = List.of("upper", "middle", "lower");
    private static final List<String> COLUMNS = List.of("left", "middle", "right");

    private final InputMeaning.Image image;
    private final boolean pixelwise;
    private final float[] whole;
    private final float[] cover;
    private final int columns;
    private final int rows;

    /**
     * Cuts a picture.
     *
     * @param pixelwise whether the channels of a pixel lie together
     * @param others samples that tell which levels are usual; if empty, the picture itself does
     * @param most parts
     */
    CoverablePicture(InputMeaning.Image image, boolean pixelwise, float[] whole, List<float[]> others, int most) {
        this.image = image;
        this.pixelwise = pixelwise;
        this.whole = whole;
        int side = Math.max(1, Math.min(MOST_A_SIDE, (int) Math.sqrt(most)));
        this.columns = Math.min(side, image.width());
        this.rows = Math.min(side, image.height());
        this.cover = new float[image.channels()];
        for (int channel = 0; channel < cover.length; channel++) {
            cover[channel] = median(others.isEmpty() ? List.of(whole) : others, channel);
        }
    }

    private float median(List<float[]> samples, int channel) {
        int plane = image.width() * image.height();
        long all = (long) plane * samples.size();
        int count = (int) Math.min(LEVELS, all);
        float[] levels = new float[count];
        for (int i = 0; i < count; i++) {
            long at = i * all / count;
            levels[i] = samples.get((int) (at / plane))[index((int) (at % plane), channel)];
        }
        Arrays.sort(levels);
        return levels[count / 2];
    }

    private int index(int pixel, int channel) {
        return pixelwise ? pixel * image.channels() + channel : channel * image.width() * image.height() + pixel;
    }

    @Override
    public float[] whole() {
        return whole;
    }

    @Override
    public int parts() {
        return columns * rows;
    }

    @Override
    public float[] without(int part) {
        float[] covered = whole.clone();
        int[] xs = window(part % columns, columns, image.width());
        int[] ys = window(part / columns, rows, image.height());
        for (int y = ys[0]; y < ys[1]; y++) {
            for (int x = xs[0]; x < xs[1]; x++) {
                for (int channel = 0; channel < cover.length; channel++) {
                    covered[index(y * image.width() + x, channel)] = cover[channel];
                }
            }
        }
        return covered;
    }

    /** Returns from where to where a field and half a field on both sides of it reach. */
    private static int[] window(int field, int fields, int extent) {
        int from = (2 * field - 1) * extent / (2 * fields);
        int to = ((2 * field + 3) * extent + 2 * fields - 1) / (2 * fields);
        return new int[] {Math.max(0, from), Math.min(extent, to)};
    }

    @Override
    public String name(int part) {
        String row = ROWS.get(part / columns * 3 / rows);
        String column = COLUMNS.get(part % columns * 3 / columns);
        return row.equals(column) ? row : row + " " + column;
    }

    @Override
    public Integer columns() {
        return columns;
    }
}
