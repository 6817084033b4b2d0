import Planning
import ScalingLaws

extension FamilyPlan {
    /// Writes the answer to a question of several students as one value.
    func write(_ text: inout JSONText) {
        let template = problem.template
        text.object { text in
            text.member("id", identity)
            text.member("recommendation", recommendation?.rawValue)
            text.member("loss_advantage", lossAdvantageNats)
            text.member("copies_for_teacher_to_pay") { text in
                copiesForTeacherToPay.map { text.value($0) } ?? text.null()
            }
            text.member("distillation") { text in
                distillation.map { plan in text.object { plan.write(&$0, template) } } ?? text.null()
            }
            text.object("supervised") { supervised.write(&$0, template, hasTeacher: false) }
            if menu.first?.teacher.name != nil { text.member("menu") { $0.array(menu) { $1.write(&$0, template) } } }
            text.member("warnings") { $0.array(warnings) { $1.write(&$0) } }
            text.member("active_bounds") { $0.array(distillation?.activeBounds ?? []) { $0.value($1.name) } }
            text.object("law") { text in
                text.member("name", template.law.name)
                text.member("version", template.law.version)
            }
            text.member("solver") { text in distillation.map { $0.certificate.write(&text) } ?? text.null() }
        }
    }
}

extension FamilyDistillation {
    fileprivate func write(_ text: inout JSONText, _ problem: PlanningProblem) {
        text.member("scenario", problem.sharedWeights.scenario?.rawValue)
        text.object("costs") { problem.weights.write(&$0) }
        if problem.studentsSharingTeacher > 1 {
            text.member("students_sharing_teacher", problem.studentsSharingTeacher)
        }
        text.object("teacher") { teacher.write(&$0) }
        students.write(&text, problem, hasTeacher: true)
    }
}

extension FamilyTraining {
    fileprivate func write(_ text: inout JSONText, _ problem: PlanningProblem, hasTeacher: Bool) {
        text.member("loss", lossNats)
        text.member("students") { text in
            text.array(members) { text, plan in
                text.object { text in
                    text.member("count", plan.member.count)
                    text.member("weight", plan.member.weight)
                    text.student(plan.member.parameters, plan.tokens, plan.lossNats, problem)
                    text.member("bound", plan.bound?.rawValue)
                }
            }
        }
        text.object("flops") { text in
            if hasTeacher {
                text.split(compute, problem) { $0 }
            } else {
                text.member("student_training", compute.studentTraining)
                if problem.student.servingTokens > 0 { text.member("serving", compute.serving) }
            }
            text.member("total", compute.total)
        }
        if hasTeacher { text.object("shares") { text in text.split(compute, problem) { $0 / compute.total } } }
    }
}

extension FamilyMenuEntry {
    fileprivate func write(_ text: inout JSONText, _ problem: PlanningProblem) {
        text.object { text in
            text.member("name", teacher.name)
            text.member("affordable") { $0.value(plan != nil) }
            if let plan {
                text.object("teacher") { plan.teacher.write(&$0) }
                plan.students.write(&text, problem, hasTeacher: true)
            }
        }
    }
}
