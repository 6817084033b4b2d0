import Testing

@Suite struct `laws refit` {
    @Test func `writes nothing where it is not told where`() throws {
        let outcome = try Program.run("laws", "refit", "--write")
        #expect(outcome.status == 2 && outcome.errors.contains("--write needs the file to write."))
    }

    @Test func `gives a plan intervals`() throws {
        let outcome = try Program.run(
            "plan", "--budget", "2e21", "--student", "1.82B", "--scenario", "teacher_inference", "--teacher-loss",
            "2.0",
            "--teacher", "3B", "--law", "busbridge-2025-refit", "--uncertainty-draws", "64")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        #expect(outcome.output.contains("student loss, 90.0 % of 64 draws"))
        #expect(outcome.output.contains("law busbridge-2025-refit version 2"))
    }

    @Test func `is what the default law points to`() throws {
        let outcome = try Program.run("plan", "--budget", "1e22", "--student", "1B", "--uncertainty-draws", "64")
        #expect(outcome.status != 0 && outcome.errors.contains("busbridge-2025-refit@2"))
    }
}
