import HTTPTypes

/// Pictures: by an address, and in place of a table.
extension Scenario {
    private static let frontier = #"{"budgets": [1e20, 1e22], "student": {"params": "1B"}}"#
    private static let map = """
        {"x": {"variable": "student.tokens", "values": ["1B", "100B"]}, "student": {"params": "1B"},
         "y": {"variable": "teacher.loss", "values": [1.9, 2.5]}}
        """

    private static func get(_ path: String, _ query: String, _ status: Int = 200) -> Scenario {
        Scenario(.get, path + "?" + query, status, template: path)
    }

    static let pictures =
        [
            get("/frontier.svg", "budget_min=1e20&budget_max=1e24&points=5&student=1B&theme=dark"),
            get(
                "/frontier.svg",
                "budget_min=1e20&budget_max=1e22&points=2&scenarios=teacher_inference&law=busbridge-2025-refit"
                    + "&draws=8&level=0.5&student=1B..3B&student_tokens=..1T&serving_tokens=1B&teacher_loss=2&teacher=3B"
                    + "&teacher_tokens=1T&students_sharing_teacher=2&support=ignore&width=400&height=1K"),
            get(
                "/frontier.svg",
                "budget_min=1e20&budget_max=1e22&points=2&unique_tokens=10B&max_epochs=8&repetition=muennighoff-2023"),
            get("/frontier.svg", "budget_min=1e20", 422),
            get("/frontier.svg", "budget_min=1e20&budget_max=1e22&colour=red", 422),
            get(
                "/map.svg",
                "x=student.tokens&x_min=1B&x_max=1T&x_points=3&y=teacher.loss&y_min=1.8&y_max=2.8&y_points=2&student=1B"
                    + "&show=student_loss&theme=light"),
            get(
                "/map.svg",
                "x=teacher.params&x_min=1B&x_max=3B&x_points=2&y=teacher.tokens&y_min=1B&y_max=1T&y_points=2&student=1B"
                    + "&budget_flops=1e21&scenario=teacher_inference"),
            get("/map.svg", "x=speed", 422),
        ]
        + [("frontier", frontier, ""), ("map", map, "&show=student_loss")].flatMap { name, body, show in
            [
                Scenario(.post, "/\(name)?format=svg&theme=dark&width=500&height=400\(show)", 200, body: body),
                Scenario(.post, "/\(name)", 200, body: body, fields: [.accept: "image/svg+xml"]),
                Scenario(.post, "/\(name)?theme=dark", 422, body: body),
                Scenario(.post, "/\(name)?format=svg&theme=blue", 422, body: body),
            ]
        }
}
