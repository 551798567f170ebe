package dev.alambic.data.augment;

import dev.alambic.data.set.Seeds;
import dev.alambic.onnx.InputMeaning;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Mixes the samples of a batch with each other, a function of (seed, round, index of each sample) and of which samples
 * are in the batch. Sample i with partner j, drawn from the batch, and a share λ of Beta(α, α):
 *
 * <ul>
 *   <li>mixup: {@code x = λ x_i + (1 - λ) x_j}, {@code y = λ y_i + (1 - λ) y_j} (Zhang et al., arXiv:1710.09412,
 *       section 2);
 *   <li>cutmix: a rectangle of the sides {@code W sqrt(1 - λ)}, {@code H sqrt(1 - λ)} around a random point is taken
 *       from j, as far as it lies inside; λ for y is the share of the area that stays (Yun et al., arXiv:1905.04899,
 *       section 3.1).
 * </ul>
 *
 * Where both are asked for, each sample takes one of them, as likely as the other.
 */
public final class Mix {
    private final Augmentation augmentation;
    private final InputMeaning meaning;
    private final long seed;

    public Mix(Augmentation augmentation, InputMeaning meaning, long seed) {
        this.augmentation = augmentation;
        this.meaning = meaning;
        this.seed = seed;
        if (meaning instanceof InputMeaning.Text) {
            throw new IllegalArgumentException("mixup: tokens cannot be mixed (expected numbers or images, was texts)");
        }
        if (augmentation.cutmix() > 0 && !(meaning instanceof InputMeaning.Image)) {
            throw new IllegalArgumentException("cutmix: is for images (was a " + meaning.kind() + ")");
        }
    }

    /** What became of a batch. */
    public static final class Mixed {
        /** Position in the batch of the other sample. */
        private final int[] partners;
        /** Of the sample itself, 0 to 1. */
        private final float[] shares;

        private Mixed(int[] partners, float[] shares) {
            this.partners = partners;
            this.shares = shares;
        }

        /** Mixes rows of {@code width} values as the samples were mixed: probabilities of classes, for example. */
        public void apply(float[] rows, int width) {
            float[] before = Arrays.copyOf(rows, partners.length * width);
            for (int i = 0; i < partners.length; i++) {
                for (int c = 0; c < width; c++) {
                    rows[i * width + c] =
                            shares[i] * before[i * width + c] + (1 - shares[i]) * before[partners[i] * width + c];
                }
            }
        }
    }

    /**
     * Mixes a batch in place.
     *
     * @param values [batch][values of a sample]; may be longer
     * @param size values of a sample
     */
    public Mixed apply(int round, int[] indices, float[] values, int size) {
        float[] before = Arrays.copyOf(values, indices.length * size);
        int[] partners = new int[indices.length];
        float[] shares = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            SplittableRandom random = Seeds.random(seed, round, indices[i]);
            partners[i] = random.nextInt(indices.length);
            boolean cut = augmentation.cutmix() > 0 && (augmentation.mixup() == 0 || random.nextBoolean());
            double share = beta(cut ? augmentation.cutmix() : augmentation.mixup(), random);
            if (cut && meaning instanceof InputMeaning.Image image) {
                shares[i] = cut(image, share, before, partners[i] * size, values, i * size, random);
            } else {
                shares[i] = (float) share;
                for (int k = 0; k < size; k++) {
                    values[i * size + k] =
                            shares[i] * before[i * size + k] + (1 - shares[i]) * before[partners[i] * size + k];
                }
            }
        }
        return new Mixed(partners, shares);
    }

    private static float cut(
            InputMeaning.Image image,
            double share,
            float[] source,
            int from,
            float[] target,
            int to,
            SplittableRandom random) {
        double side = Math.sqrt(1 - share);
        int x = random.nextInt(image.width());
        int y = random.nextInt(image.height());
        int left = (int) Math.max(0, Math.round(x - side * image.width() / 2));
        int right = (int) Math.min(image.width(), Math.round(x + side * image.width() / 2));
        int top = (int) Math.max(0, Math.round(y - side * image.height() / 2));
        int bottom = (int) Math.min(image.height(), Math.round(y + side * image.height() / 2));
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int row = top; row < bottom; row++) {
                int at = (channel * image.height() + row) * image.width() + left;
                System.arraycopy(source, from + at, target, to + at, right - left);
            }
        }
        return 1 - (float) (right - left) * (bottom - top) / (image.width() * image.height());
    }

    /** Returns a number of Beta(α, α), as {@code a / (a + b)} of two numbers of Gamma(α). */
    private static double beta(double alpha, SplittableRandom random) {
        double a = gamma(alpha, random);
        double b = gamma(alpha, random);
        return a + b > 0 ? a / (a + b) : random.nextDouble();
    }

    /** Marsaglia and Tsang, A simple method for generating gamma variables, 2000, sections 2 and 6. */
    private static double gamma(double alpha, SplittableRandom random) {
        if (alpha < 1) {
            return gamma(alpha + 1, random) * Math.pow(1 - random.nextDouble(), 1 / alpha);
        }
        double d = alpha - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
