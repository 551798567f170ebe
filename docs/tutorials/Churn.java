import java.io.PrintWriter;
import java.util.Locale;
import java.util.Random;

/** Writes a made table of customers, in the form in which spreadsheets of some countries save it. */
public class Churn {
    public static void main(String[] arguments) throws Exception {
        Random random = new Random(7);
        String[] plans = {"basic", "plus", "premium"};
        String[] cities = {"Bonn", "Ulm", "Kiel", "Jena", "Trier"};
        try (PrintWriter file = new PrintWriter(arguments[0], "UTF-8")) {
            file.println("customer;age;plan;city;joined;calls;monthly;churned");
            for (int i = 0; i < 2000; i++) {
                int age = 18 + random.nextInt(60);
                int plan = random.nextInt(3);
                int calls = (int) Math.abs(3 * random.nextGaussian());
                double monthly = 10 + 15 * plan + 10 * random.nextDouble();
                double wish = calls - 2 - plan + (monthly - 30) / 15 + (age < 30 ? 1 : 0) + random.nextGaussian();
                String known = random.nextInt(12) == 0 ? "" : String.valueOf(age);
                file.println(String.join(
                        ";",
                        String.valueOf(50001 + i),
                        known,
                        random.nextInt(20) == 0 ? "" : plans[plan],
                        cities[random.nextInt(5)],
                        (1 + random.nextInt(28)) + "." + (1 + random.nextInt(12)) + "." + (2015 + random.nextInt(9)),
                        String.valueOf(calls),
                        String.format(Locale.GERMANY, "%.2f", monthly),
                        wish > 0 ? "yes" : "no"));
            }
        }
    }
}
