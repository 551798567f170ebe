package dev.alambic.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;

/** The table of modules: an arrow may only point down, and each foreign library has one home. */
@AnalyzeClasses(packages = "dev.alambic", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsPointDown = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.alambic..")
            .layer("cli")
            .definedBy("dev.alambic.cli..")
            .optionalLayer("report")
            .definedBy("dev.alambic.report..")
            .optionalLayer("packager")
            .definedBy("dev.alambic.packager..")
            .optionalLayer("bench")
            .definedBy("dev.alambic.bench..")
            .optionalLayer("quantizer")
            .definedBy("dev.alambic.quantizer..")
            .optionalLayer("trainer")
            .definedBy("dev.alambic.trainer..")
            .optionalLayer("exporter")
            .definedBy("dev.alambic.exporter..")
            .optionalLayer("data")
            .definedBy("dev.alambic.data..")
            .layer("onnx")
            .definedBy("dev.alambic.onnx..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("packager")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("bench")
            .mayOnlyBeAccessedByLayers("cli", "report", "packager")
            .whereLayer("quantizer")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("trainer")
            .mayOnlyBeAccessedByLayers("cli", "report")
            .whereLayer("exporter")
            .mayOnlyBeAccessedByLayers("cli", "trainer")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("cli", "report", "packager", "bench", "quantizer", "trainer");

    @ArchTest
    static final ArchRule packagesKnowMeasurementsByTheirRecordsAlone = noClasses()
            .that(resideInAPackage("dev.alambic.packager.."))
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.alambic.bench..").and(not(resideInAPackage("dev.alambic.bench.record.."))));

    @ArchTest
    static final ArchRule protobufStaysInSerde = noClasses()
            .that(not(resideInAPackage("dev.alambic.onnx.serde..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.protobuf..", "dev.alambic.onnx.serde.proto..");

    @ArchTest
    static final ArchRule theEngineStaysInExporterAndTrainer = noClasses()
            .that()
            .resideOutsideOfPackages("dev.alambic.exporter..", "dev.alambic.trainer..")
            .should()
            .dependOnClassesThat(resideInAPackage("ai.djl..").and(not(resideInAPackage("ai.djl.huggingface.."))));

    @ArchTest
    static final ArchRule tokenizersStayInData = noClasses()
            .that(not(resideInAPackage("dev.alambic.data.text..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.huggingface..");

    @ArchTest
    static final ArchRule packagesOfDataHaveNoCycles =
            slices().matching("dev.alambic.data.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onnxRuntimeStaysBehindItsWrapper = noClasses()
            .that(not(resideInAPackage("dev.alambic.onnx.runtime..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule modulesHaveNoCycles =
            slices().matching("dev.alambic.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesOfTheCommandLineHaveNoCycles =
            slices().matching("dev.alambic.cli.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesOfMeasuringAndPackagingHaveNoCycles =
            slices().assignedFrom(packagesOf("bench", "packager")).should().beFreeOfCycles();

    /** Returns each package of these modules, their roots included, as a slice of its own. */
    private static SliceAssignment packagesOf(String... modules) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                boolean within = Arrays.stream(modules)
                        .map(module -> "dev.alambic." + module)
                        .anyMatch(root -> type.getPackageName().equals(root)
                                || type.getPackageName().startsWith(root + "."));
                return within ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "the packages of " + String.join(" and ", modules);
            }
        };
    }
}
