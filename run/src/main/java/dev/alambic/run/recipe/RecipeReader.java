package dev.alambic.run.recipe;

import dev.alambic.run.UsageException;
import dev.alambic.trainer.spec.AssistantSpec;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.MemberSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.PeerSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads recipes strictly. */
public final class RecipeReader {

    private RecipeReader() {}

    /**
     * Returns the recipe that {@code source} and the changes to it describe.
     *
     * @param assignments {@code path=value} each, in the order in which they apply
     * @throws UsageException naming file, line and key of the first thing that does not fit
     */
    public static Recipe read(RecipeSource source, List<String> assignments) {
        YamlTree tree = YamlParser.parseFile(source.text(), source.name());
        for (String assignment : assignments) {
            tree = Assignment.parse(assignment).applyTo(tree);
        }
        Recipe recipe = RecordBinder.bind(tree, Recipe.class);
        return source.folder().map(folder -> resolve(recipe, folder)).orElse(recipe);
    }

    /** Returns the recipe with files that lie beside it by their absolute paths. */
    private static Recipe resolve(Recipe recipe, Path folder) {
        TeacherSpec teacher = recipe.teacher();
        Map<String, MemberSpec> members = new LinkedHashMap<>();
        recipe.teachers()
                .forEach((name, member) ->
                        members.put(name, new MemberSpec(resolve(member.file(), folder), member.weight())));
        @Nullable String file = teacher.file() == null ? null : resolve(teacher.file(), folder);
        DataSpec data = recipe.data();
        @Nullable String tokenizer = data.tokenizer() == null ? null : resolve(data.tokenizer(), folder);
        return recipe.withData(data.withSource(resolve(data.source(), folder))
                        .withUnlabelled(data.unlabelled() == null ? null : resolve(data.unlabelled(), folder))
                        .withTokenizer(tokenizer))
                .withTeachers(members)
                .withTeacher(new TeacherSpec(file, resolve(teacher.network(), folder), teacher.training()))
                .withStudent(recipe.student() == null ? null : resolve(recipe.student(), folder));
    }

    private static StudentSpec resolve(StudentSpec student, Path folder) {
        return student.withNetwork(resolve(student.network(), folder))
                .withDistill(student.distill() == null ? null : resolve(student.distill(), folder))
                .withCourse(resolve(student.course(), folder));
    }

    private static Course resolve(Course course, Path folder) {
        if (course instanceof Course.Together together && together.peer() != null) {
            PeerSpec peer = together.peer();
            return new Course.Together(
                    true,
                    new PeerSpec(
                            peer.network() == null ? null : resolve(peer.network(), folder),
                            peer.training(),
                            peer.distill() == null ? null : resolve(peer.distill(), folder)));
        }
        return course instanceof Course.Stages stages
                ? new Course.Stages(stages.assistants().stream()
                        .map(assistant -> new AssistantSpec(
                                resolve(assistant.network(), folder),
                                assistant.training(),
                                assistant.distill() == null ? null : resolve(assistant.distill(), folder)))
                        .toList())
                : course;
    }

    private static DistillSpec resolve(DistillSpec distill, Path folder) {
        String answers = distill.answers();
        return answers == null ? distill : distill.withAnswers(resolve(answers, folder));
    }

    private static NetworkSpec resolve(NetworkSpec network, Path folder) {
        return network instanceof NetworkSpec.Onnx onnx ? onnx.withFile(resolve(onnx.file(), folder)) : network;
    }

    private static String resolve(String name, Path folder) {
        try {
            Path beside = folder.resolve(name);
            return Files.exists(beside) ? beside.toString() : name;
        } catch (InvalidPathException e) {
            return name; // no path, so no file beside the recipe: whoever opens it will say so
        }
    }

    /** Returns YAML text that {@link #read} reads back as an equal recipe. */
    public static String write(Recipe recipe) {
        return RecordWriter.write(recipe);
    }
}
