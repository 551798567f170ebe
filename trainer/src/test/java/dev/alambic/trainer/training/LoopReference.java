package dev.alambic.trainer.training;

import dev.alambic.data.set.Dataset;
import dev.alambic.trainer.spec.OptimizerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A training loop written out in doubles, by the formulas that PyTorch documents, of a filter as large as the image
 * without bias, batch normalization, a rectifier and a linear layer. It is independent of the engine and of the classes
 * it is compared with.
 *
 * <p>Sources: torch.nn.BatchNorm2d (eps 1e-5, momentum 0.1; the batch's biased variance normalizes, its unbiased one
 * goes into the running variance), torch.nn.CrossEntropyLoss (label_smoothing), torch.nn.KLDivLoss (batchmean),
 * torch.optim.SGD, torch.optim.Adam and torch.optim.AdamW (maximize=False, amsgrad=False),
 * torch.nn.utils.clip_grad_norm_, and torch.optim.lr_scheduler (LinearLR, CosineAnnealingLR, OneCycleLR).
 */
final class LoopReference {

    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    final int inputs;
    final int hidden;
    final int classes;

    /** Filter [hidden, inputs], gain, offset, last weight [classes, hidden], last bias. */
    final List<double[]> weights;

    final double[] runningMean;
    final double[] runningVariance;
    final List<Double> losses = new ArrayList<>();

    private final OptimizerSpec optimizer;
    private final List<double[]> first = new ArrayList<>();
    private final List<double[]> second = new ArrayList<>();
    private int steps;

    LoopReference(int inputs, int hidden, int classes, List<double[]> weights, OptimizerSpec optimizer) {
        this.inputs = inputs;
        this.hidden = hidden;
        this.classes = classes;
        this.weights = weights;
        this.optimizer = optimizer;
        this.runningMean = new double[hidden];
        this.runningVariance = new double[hidden];
        Arrays.fill(runningVariance, 1);
        for (double[] weight : weights) {
            first.add(new double[weight.length]);
            second.add(new double[weight.length]);
        }
    }

    /** What the loss of a step is made of. */
    record Loss(double alpha, double temperature, double smoothing) {}

    /**
     * One step.
     *
     * @param teacher logits of each sample of the data
     * @param limit of the length of the gradient; 0 = none
     */
    void step(Dataset data, int[] batch, float[][] teacher, Loss loss, double rate, double limit) {
        int n = batch.length;
        double[][] x = new double[n][inputs];
        for (int b = 0; b < n; b++) {
            float[] raw = new float[inputs];
            data.copySample(batch[b], raw, 0);
            for (int i = 0; i < inputs; i++) {
                x[b][i] = raw[i] / 16;
            }
        }
        double[][] product = times(x, weights.get(0), hidden);
        double[] mean = new double[hidden];
        double[] variance = new double[hidden];
        for (int h = 0; h < hidden; h++) {
            for (double[] row : product) {
                mean[h] += row[h] / n;
            }
            for (double[] row : product) {
                variance[h] += (row[h] - mean[h]) * (row[h] - mean[h]) / n;
            }
            runningMean[h] += MOMENTUM * (mean[h] - runningMean[h]);
            runningVariance[h] += MOMENTUM * (variance[h] * n / (n - 1) - runningVariance[h]);
        }
        double[][] normal = new double[n][hidden];
        double[][] active = new double[n][hidden];
        for (int b = 0; b < n; b++) {
            for (int h = 0; h < hidden; h++) {
                normal[b][h] = (product[b][h] - mean[h]) / Math.sqrt(variance[h] + EPSILON);
                active[b][h] = Math.max(0, weights.get(1)[h] * normal[b][h] + weights.get(2)[h]);
            }
        }
        double[][] logits = times(active, weights.get(3), classes);
        double total = 0;
        double[][] byLogit = new double[n][classes];
        for (int b = 0; b < n; b++) {
            for (int c = 0; c < classes; c++) {
                logits[b][c] += weights.get(4)[c];
            }
            total += gradient(logits[b], data.label(batch[b]), teacher[batch[b]], loss, n, byLogit[b]);
        }
        losses.add(total);
        List<double[]> gradients = backward(x, normal, active, variance, byLogit);
        clip(gradients, limit);
        update(gradients, rate);
    }

    /** Returns the sample's part of the loss, and writes its gradient. */
    private double gradient(double[] logits, int label, float[] teacher, Loss loss, int n, double[] target) {
        double temperature = loss.temperature;
        double[] hard = logSoftmax(logits, z -> z);
        double[] soft = logSoftmax(logits, z -> z / temperature);
        double[] taught = new double[classes];
        Arrays.setAll(taught, c -> teacher[c]);
        double[] taughtSoft = logSoftmax(taught, z -> z / temperature);
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            double y = loss.smoothing / classes + (c == label ? 1 - loss.smoothing : 0);
            double p = Math.exp(taughtSoft[c]);
            sum -= (1 - loss.alpha) * y * hard[c];
            sum += loss.alpha * temperature * temperature * p * (taughtSoft[c] - soft[c]);
            target[c] =
                    ((1 - loss.alpha) * (Math.exp(hard[c]) - y) + loss.alpha * temperature * (Math.exp(soft[c]) - p))
                            / n;
        }
        return sum / n;
    }

    private static double[] logSoftmax(double[] logits, DoubleUnaryOperator softened) {
        double[] z = Arrays.stream(logits).map(softened).toArray();
        double max = Arrays.stream(z).max().orElseThrow();
        double sum = Math.log(Arrays.stream(z).map(v -> Math.exp(v - max)).sum());
        return Arrays.stream(z).map(v -> v - max - sum).toArray();
    }

    private static double[][] times(double[][] x, double[] weight, int outputs) {
        double[][] y = new double[x.length][outputs];
        for (int b = 0; b < x.length; b++) {
            for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < x[b].length; i++) {
                    y[b][o] += x[b][i] * weight[o * x[b].length + i];
                }
            }
        }
        return y;
    }

    private List<double[]> backward(
            double[][] x, double[][] normal, double[][] active, double[] variance, double[][] byLogit) {
        List<double[]> gradients = new ArrayList<>();
        weights.forEach(weight -> gradients.add(new double[weight.length]));
        int n = x.length;
        double[][] byNormal = new double[n][hidden];
        for (int b = 0; b < n; b++) {
            for (int c = 0; c < classes; c++) {
                gradients.get(4)[c] += byLogit[b][c];
                for (int h = 0; h < hidden; h++) {
                    gradients.get(3)[c * hidden + h] += byLogit[b][c] * active[b][h];
                    if (active[b][h] > 0) {
                        double passed = byLogit[b][c] * weights.get(3)[c * hidden + h];
                        gradients.get(2)[h] += passed;
                        gradients.get(1)[h] += passed * normal[b][h];
                        byNormal[b][h] += passed * weights.get(1)[h];
                    }
                }
            }
        }
        for (int h = 0; h < hidden; h++) {
            double mean = 0;
            double along = 0;
            for (int b = 0; b < n; b++) {
                mean += byNormal[b][h] / n;
                along += byNormal[b][h] * normal[b][h] / n;
            }
            for (int b = 0; b < n; b++) {
                double byProduct = (byNormal[b][h] - mean - normal[b][h] * along) / Math.sqrt(variance[h] + EPSILON);
                for (int i = 0; i < inputs; i++) {
                    gradients.get(0)[h * inputs + i] += byProduct * x[b][i];
                }
            }
        }
        return gradients;
    }

    private static void clip(List<double[]> gradients, double limit) {
        double norm = Math.sqrt(gradients.stream()
                .flatMapToDouble(Arrays::stream)
                .map(g -> g * g)
                .sum());
        if (limit > 0 && norm > limit) {
            gradients.forEach(g -> Arrays.setAll(g, i -> g[i] * limit / norm));
        }
    }

    /** Decay is for the two layers' weights alone. */
    private void update(List<double[]> gradients, double rate) {
        steps++;
        for (int w = 0; w < weights.size(); w++) {
            boolean decays = w == 0 || w == 3;
            double[] weight = weights.get(w);
            double[] m = first.get(w);
            double[] v = second.get(w);
            for (int i = 0; i < weight.length; i++) {
                double g = gradients.get(w)[i];
                if (optimizer instanceof OptimizerSpec.Sgd sgd) {
                    m[i] = sgd.momentum() * m[i] + g + (decays ? sgd.weightDecay() * weight[i] : 0);
                    weight[i] -= rate * m[i];
                } else {
                    if (optimizer instanceof OptimizerSpec.AdamW adamW && decays) {
                        weight[i] -= rate * adamW.weightDecay() * weight[i];
                    }
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.999 * v[i] + 0.001 * g * g;
                    double mHat = m[i] / (1 - Math.pow(0.9, steps));
                    double vHat = v[i] / (1 - Math.pow(0.999, steps));
                    weight[i] -= rate * mHat / (Math.sqrt(vHat) + 1e-8);
                }
            }
        }
    }
}
