package dev.alambic.packager.page;

import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.ManifestJson;
import dev.alambic.packager.manifest.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The list of origins {@code bom.cdx.json} in the form of CycloneDX 1.6 (ECMA-424): the model, the models that it was
 * made from, the data, and the tools. Without time and serial number, so that the same package has the same list.
 */
public final class BillOfMaterials {

    private BillOfMaterials() {}

    /** Returns the list. */
    public static String of(Manifest manifest) {
        Map<String, Object> model =
                component("machine-learning-model", manifest.identity().name());
        model.put("version", manifest.identity().version());
        model.put("hashes", hashes(manifest.model().content().sha256()));
        if (!manifest.identity().licence().isEmpty()) {
            model.put(
                    "licenses",
                    List.of(Map.of("license", Map.of("name", manifest.identity().licence()))));
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put(
                "tools",
                Map.of(
                        "components",
                        List.of(component("application", manifest.provenance().packagedBy()))));
        metadata.put("component", model);
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("bomFormat", "CycloneDX");
        list.put("specVersion", "1.6");
        list.put("version", 1);
        list.put("metadata", metadata);
        list.put("components", components(manifest));
        return ManifestJson.write(list);
    }

    private static List<Map<String, Object>> components(Manifest manifest) {
        List<Map<String, Object>> components = new ArrayList<>();
        Provenance origin = manifest.provenance();
        for (Provenance.Parent parent : origin.parents()) {
            Map<String, Object> made = component("machine-learning-model", parent.what());
            if (parent.sha256().matches("[0-9a-fA-F]{64}")) {
                made.put("hashes", hashes(parent.sha256()));
            }
            components.add(made);
        }
        if (!origin.data().isEmpty()) {
            components.add(component("data", origin.data()));
        }
        if (!origin.tool().isEmpty()) {
            components.add(component("application", origin.tool()));
        }
        Map<String, Object> runtime = component("library", "onnxruntime");
        runtime.put("version", manifest.model().runtime().verified());
        runtime.put(
                "purl",
                "pkg:maven/com.microsoft.onnxruntime/onnxruntime@"
                        + manifest.model().runtime().verified());
        components.add(runtime);
        return components;
    }

    private static Map<String, Object> component(String type, String name) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("type", type);
        component.put("name", name);
        return component;
    }

    private static List<Map<String, String>> hashes(String sha256) {
        Map<String, String> hash = new LinkedHashMap<>();
        hash.put("alg", "SHA-256");
        hash.put("content", sha256);
        return List.of(hash);
    }
}
