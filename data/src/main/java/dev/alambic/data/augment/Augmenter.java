package dev.alambic.data.augment;

import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Seeds;
import dev.alambic.data.set.Standardization;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes randomly changed samples in raw units. The change is a function of (seed, round, index) alone: with the epoch
 * as the round every epoch sees new ones, and a resumed run the same; with the round limited to K values there are K
 * fixed copies of each sample, so that a teacher's answers to them can be computed once.
 *
 * @param units gives the standard deviation that noise is measured in
 */
public record Augmenter(Augmentation augmentation, Standardization units, long seed) {

    /**
     * Writes one sample, changed, from {@code target[offset]} on.
     *
     * @param round number of the epoch or of the copy
     * @throws IllegalArgumentException if the augmentation is one of images and the data are a table
     */
    public void copySample(Dataset data, int index, int round, float[] target, int offset) {
        if (augmentation.isNone()) {
            data.copySample(index, target, offset);
            return;
        }
        float[] source = new float[data.sampleSize()];
        data.copySample(index, source, 0);
        change(data, source, Seeds.random(seed, round, index), target, offset);
    }

    /**
     * Changes a sample of {@code data} that stands, changed already or not, from {@code values[offset]} on.
     *
     * @param round number of the epoch or of the copy
     * @throws IllegalArgumentException if the augmentation is one of images and the data are a table
     */
    public void changeAgain(Dataset data, int index, int round, float[] values, int offset) {
        if (!augmentation.isNone()) {
            float[] source = Arrays.copyOfRange(values, offset, offset + data.sampleSize());
            change(data, source, Seeds.random(seed, round, index), values, offset);
        }
    }

    private void change(Dataset data, float[] source, SplittableRandom random, float[] target, int offset) {
        if (data.input() instanceof InputMeaning.Text) {
            throw new IllegalArgumentException("augmentation: " + data.name() + " is made of texts, none applies");
        }
        if (data.input() instanceof InputMeaning.Sound sound) {
            requireOfSounds(data);
            SoundChange.of(augmentation, sound, random).write(source, target, offset);
            return;
        }
        if (data.input() instanceof InputMeaning.Image image) {
            if (augmentation.changesPicture()) {
                new PictureChange(augmentation, image, random).apply(source);
            }
            if (augmentation.warps()) {
                warp(source, image, random, target, offset);
            } else {
                System.arraycopy(source, 0, target, offset, source.length);
            }
            erase(image, random, target, offset);
        } else if (augmentation.needsImage()) {
            throw new IllegalArgumentException("augmentation: " + data.name() + " is a table, only noise applies");
        } else {
            System.arraycopy(source, 0, target, offset, source.length);
        }
        addNoise(data.input(), target, offset, source.length, random);
    }

    private void requireOfSounds(Dataset data) {
        Augmentation others =
                augmentation.withShift(0).withBrightness(0).withNoise(0).withMixup(0);
        if (!others.isNone()) {
            throw new IllegalArgumentException("augmentation: " + data.name()
                    + " is made of sounds, only shift (ms), brightness (loudness), noise and mixup apply");
        }
    }

    private void warp(float[] source, InputMeaning.Image image, SplittableRandom random, float[] target, int offset) {
        ImageWarp warp = new ImageWarp(augmentation, image, random);
        int plane = image.height() * image.width();
        for (int start = 0; start < source.length; start += plane) {
            warp.apply(source, start, target, offset + start);
        }
    }

    private void erase(InputMeaning.Image image, SplittableRandom random, float[] target, int offset) {
        if (augmentation.erase() == 0 || random.nextBoolean()) {
            return;
        }
        int height = Math.min(augmentation.erase(), image.height());
        int width = Math.min(augmentation.erase(), image.width());
        int top = random.nextInt(image.height() - height + 1);
        int left = random.nextInt(image.width() - width + 1);
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int y = top; y < top + height; y++) {
                int row = offset + (channel * image.height() + y) * image.width() + left;
                Arrays.fill(target, row, row + width, image.min());
            }
        }
    }

    private void addNoise(InputMeaning input, float[] target, int offset, int size, SplittableRandom random) {
        if (augmentation.noise() == 0) {
            return;
        }
        List<TableColumn> columns =
                input instanceof InputMeaning.Table table && !table.isPlain() ? table.columnOfFeature() : List.of();
        for (int i = 0; i < size; i++) {
            if (!columns.isEmpty() && columns.get(i).isCoded()) {
                continue; // half a place in a list is none
            }
            float deviation = units.scale().get(i % units.scale().size());
            target[offset + i] += (float) (augmentation.noise() * deviation * random.nextGaussian());
        }
    }
}
