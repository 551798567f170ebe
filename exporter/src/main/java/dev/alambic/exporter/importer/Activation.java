package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A function inside of a recurrent cell, by its name in the standard.
 *
 * @param alpha first parameter, for functions that have one
 * @param beta second parameter, for functions that have two
 */
record Activation(String name, double alpha, double beta) {

    /** Default parameters, by lower-case name: as many as the function has. */
    private static final Map<String, List<Double>> PARAMETERS = Map.ofEntries(
            Map.entry("affine", List.of(1.0, 0.0)),
            Map.entry("relu", List.of()),
            Map.entry("leakyrelu", List.of(0.01)),
            Map.entry("thresholdedrelu", List.of(1.0)),
            Map.entry("tanh", List.of()),
            Map.entry("scaledtanh", List.of(1.0, 1.0)),
            Map.entry("sigmoid", List.of()),
            Map.entry("hardsigmoid", List.of(0.2, 0.5)),
            Map.entry("elu", List.of(1.0)),
            Map.entry("softsign", List.of()),
            Map.entry("softplus", List.of()));

    /** Returns the functions that the node names, else {@code defaults} for each direction. */
    static List<Activation> of(NodeView node, List<String> defaults, int directions) {
        List<String> names = new ArrayList<>(node.texts("activations"));
        for (int i = 0; names.size() < defaults.size() * directions; i++) {
            names.add(defaults.get(i % defaults.size()));
        }
        float[] alphas = node.reals("activation_alpha").orElse(new float[0]);
        float[] betas = node.reals("activation_beta").orElse(new float[0]);
        List<Activation> activations = new ArrayList<>();
        int nextAlpha = 0;
        int nextBeta = 0;
        for (String each : names) {
            String name = each.toLowerCase(Locale.ROOT);
            List<Double> known = PARAMETERS.get(name);
            if (known == null) {
                throw node.refuse("activations of " + PARAMETERS.keySet(), each);
            }
            double alpha = known.isEmpty() ? 0 : nextAlpha < alphas.length ? alphas[nextAlpha++] : known.get(0);
            double beta = known.size() < 2 ? 0 : nextBeta < betas.length ? betas[nextBeta++] : known.get(1);
            activations.add(new Activation(name, alpha, beta));
        }
        return activations;
    }

    NDArray apply(Call call, NDArray x) {
        return switch (name) {
            case "affine" -> x.mul(call.scalar(alpha, x)).add(call.scalar(beta, x));
            case "relu" -> x.getNDArrayInternal().relu();
            case "leakyrelu" -> x.getNDArrayInternal().leakyRelu((float) alpha);
            case "thresholdedrelu" -> x.mul(x.gt(call.scalar(alpha, x)).toType(x.getDataType(), false));
            case "scaledtanh" -> x.mul(call.scalar(beta, x)).tanh().mul(call.scalar(alpha, x));
            case "sigmoid" -> x.getNDArrayInternal().sigmoid();
            case "hardsigmoid" -> ActivationOperators.hardSigmoid(call, x, alpha, beta);
            case "elu" -> x.getNDArrayInternal().elu((float) alpha);
            case "softsign" -> x.getNDArrayInternal().softSign();
            case "softplus" -> x.getNDArrayInternal().softPlus();
            default -> x.tanh();
        };
    }
}
