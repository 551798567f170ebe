package dev.alambic.data.sound;

import java.awt.image.BufferedImage;

/**
 * The spectrogram of a sound as a picture: time goes right, frequency up to half of the samples a second; the power of
 * the Fourier transform of {@value #FRAME} samples under a Hann window, in decibels below the loudest, {@value #RANGE}
 * of them from white to black.
 */
public final class SoundPicture {
    private static final int FRAME = 256;
    private static final double RANGE = 60;
    private static final int WHITE = 255;
    private static final int GRAY = 0x010101;

    private SoundPicture() {}

    /** Draws a sound. */
    public static BufferedImage of(float[] sound, int width, int height) {
        double[][] powers = new double[width][height];
        double loudest = 1e-12;
        for (int x = 0; x < width; x++) {
            int start = (int) ((long) x * Math.max(0, sound.length - FRAME) / Math.max(1, width - 1));
            for (int y = 0; y < height; y++) {
                powers[x][y] = power(sound, start, (y + 0.5) / height * Math.PI);
                loudest = Math.max(loudest, powers[x][y]);
            }
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                double below = -10 * Math.log10(Math.max(powers[x][y], 1e-30) / loudest);
                int level = (int) Math.round(WHITE * Math.min(1, below / RANGE));
                image.setRGB(x, height - 1 - y, level * GRAY);
            }
        }
        return image;
    }

    /** @param angle radians a sample */
    private static double power(float[] sound, int start, double angle) {
        double real = 0;
        double imaginary = 0;
        int length = Math.min(FRAME, sound.length - start);
        for (int i = 0; i < length; i++) {
            double value = sound[start + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / FRAME));
            real += value * Math.cos(angle * i);
            imaginary += value * Math.sin(angle * i);
        }
        return real * real + imaginary * imaginary;
    }
}
