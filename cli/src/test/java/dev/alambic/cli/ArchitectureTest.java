package dev.alambic.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** The table of modules: an arrow may only point down, and each foreign library has one home. */
@AnalyzeClasses(packages = "dev.alambic", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsPointDown = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.alambic..")
            .layer("cli")
            .definedBy("dev.alambic.cli..")
            .layer("run")
            .definedBy("dev.alambic.run..")
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
            .layer("onnx")
            .definedBy("dev.alambic.onnx..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli", "run")
            .whereLayer("packager")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("bench")
            .mayOnlyBeAccessedByLayers("cli", "run", "report")
            .whereLayer("quantizer")
            .mayOnlyBeAccessedByLayers("cli", "run")
            .whereLayer("trainer")
            .mayOnlyBeAccessedByLayers("cli", "run", "report")
            .whereLayer("exporter")
            .mayOnlyBeAccessedByLayers("cli", "run", "trainer");

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
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

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
    static final ArchRule packagesOfARunHaveNoCycles =
            slices().matching("dev.alambic.run.(**)").should().beFreeOfCycles();
}
