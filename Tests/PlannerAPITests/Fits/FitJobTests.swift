import HTTPTypes
import PlannerAPI
import ScalingLaws
import Store
import TestSupport
import Testing

@Suite(.serialized) struct `Fits as jobs` {
    @Test func `are accepted with their address, and become laws that plan`() throws {
        let service = try FitService()
        let answer = service.ask()
        #expect(answer.status == 202 && answer.field("Location") == "/fits/id-1" && answer.field("Retry-After") == "1")
        let asked = try answer.json()
        #expect(asked["status"] == "queued" && asked["attempts"] == .number(0) && asked["result"] == .null)
        #expect(try service.store.currentLaws().set("s") == nil)
        try service.jobs.start(workers: 1)
        defer { service.jobs.stop() }
        let fit = try service.waitForEnd("/fits/id-1")
        #expect(fit["status"] == "done" && fit["attempts"] == .number(1) && fit["progress"] == .null)
        #expect(fit["failure"] == .null && fit["finished_at"] == "2026-01-02T03:04:05Z")
        #expect(fit["law"] == ["name": "s", "version": .number(1)])
        #expect(try fit.at("result", "law") == fit["law"])
        let law = try service.store.currentLaws().set("s@1").unwrapped()
        #expect(law.runs.supervised == 72 && law.draws?.laws.count == 4 && law.provenance?.study == "s")
        let plan = service.study.service.plan(#"{"budget_flops": 1e21, "law": "s"}"#)
        #expect(plan.status == 200 && plan.text.contains(#""name": "s""#), "\(plan.text)")
        let list = try service.study.service.get("/studies/s/fits").json()
        #expect(list["total"] == .number(1))
        #expect(try list.at("fits").elements?.first?.names == fit.names?.filter { $0 != "result" })
    }

    @Test func `wait where there are no workers, those too that a dead server left`() throws {
        let service = try FitService()
        let address = try service.address()
        _ = try service.store.beginNextFit()
        #expect(try service.status(address) == "running")
        try service.jobs.start(workers: 0)
        defer { service.jobs.stop() }
        #expect(try service.status(address) == "queued")
    }

    @Test func `asked for twice give one law version`() throws {
        try FitService.working(workers: 2) { service in
            let fits = try [service.address(), service.address()].map(service.waitForEnd)
            #expect(fits[0]["id"] != fits[1]["id"] && fits[0]["law"] == ["name": "s", "version": .number(1)])
            #expect(fits[0]["law"] == fits[1]["law"] && fits[0]["result"] == fits[1]["result"])
            let other = try service.waitForEnd(service.address(FitService.request(#""seed": 2"#)))
            #expect(other["law"] == ["name": "s", "version": .number(2)])
            #expect(try service.store.currentLaws().sets.count { $0.name == "s" } == 2)
        }
    }

    @Test func `are cancelled while they wait`() throws {
        let service = try FitService()
        let address = try service.address()
        let answer = service.study.send(.delete, address)
        #expect(answer.status == 200)
        #expect(try answer.json()["status"] == "cancelled")
        try service.jobs.start(workers: 1)
        defer { service.jobs.stop() }
        #expect(try service.waitForEnd(service.address(FitService.request(#""name": "other""#)))["status"] == "done")
        #expect(try service.show(address)["attempts"] == .number(0))
        #expect(try service.status(address) == "cancelled" && service.store.currentLaws().set("s") == nil)
    }

    @Test func `are cancelled while they run, and let the next one work`() throws {
        try FitService.working { service in
            let long = try service.address(FitService.long)
            try service.waitUntilRunning(long)
            let answer = try service.study.send(.delete, long).json()
            #expect(answer["status"] == "cancelled" && answer["finished_at"] != .null && answer["result"] == .null)
            // There is one worker: it must have left the long one.
            #expect(
                try service.waitForEnd(service.address(FitService.request(#""name": "other""#)))["status"] == "done")
            #expect(try service.show(long) == answer)
            #expect(try service.store.currentLaws().set("s") == nil)
        }
    }

    @Test func `that have ended are not cancelled`() throws {
        try FitService.working { service in
            let address = try service.address()
            let fit = try service.waitForEnd(address)
            let answer = service.study.send(.delete, address)
            #expect(answer.status == 409)
            #expect(try answer.json()["detail"] == "The fit has ended already: it is done.")
            #expect(try service.show(address) == fit)
        }
    }

    @Test func `that are not there are not found`() throws {
        let service = try FitService()
        for (method, path) in [(HTTPRequest.Method.get, "/fits/x"), (.delete, "/fits/x"), (.get, "/studies/x/fits")] {
            #expect(service.study.send(method, path).status == 404)
        }
        #expect(service.study.send(.post, "/studies/x/fits", FitService.request()).status == 404)
    }

    @Test func `fail where their runs have changed`() throws {
        let service = try FitService()
        let address = try service.address()
        #expect(service.study.send(.patch, "/studies/s/runs/7", FitService.exclusion).status == 200)
        try service.jobs.start(workers: 1)
        defer { service.jobs.stop() }
        let fit = try service.waitForEnd(address)
        #expect(fit["status"] == "failed")
        #expect(fit["failure"] == "The runs have changed since the fit was asked for; ask again.")
        #expect(try service.store.currentLaws().set("s") == nil)
    }

    @Test func `fail where their name has become an alias`() throws {
        let service = try FitService()
        let address = try service.address()
        let target = try service.store.laws.set(CoefficientSet.defaultName).unwrapped()
        _ = try service.store.setAlias(
            "s", to: LawReference(name: target.name, version: target.version), at: "2026-01-02T03:04:05Z")
        try service.jobs.start(workers: 1)
        defer { service.jobs.stop() }
        let fit = try service.waitForEnd(address)
        #expect(fit["status"] == "failed")
        #expect(try fit.at("failure").text?.hasPrefix(#"name "s""#) == true, "\(fit)")
    }

    @Test func `are worked on by two workers at a time`() throws {
        try FitService.working(workers: 2) { service in
            let fits = try (0..<3).map { _ in try service.address(FitService.long) }
            try fits[..<2].forEach(service.waitUntilRunning)
            #expect(try service.status(fits[2]) == "queued")
        }
    }

    @Test func `say how far they are, and never go back`() throws {
        try FitService.working { service in
            let address = try service.address(
                FitService.request(#""law": "distillation""#, #""starts": 2"#, #""gamma_prior_factor": 2"#))
            var seen: [[Int]] = []
            _ = try service.wait(for: address) { fit in
                let progress = try fit.at("progress")
                if let stage = progress["stage"]?.text {
                    let laws = ["supervised", "distillation"]
                    let stages = ["starts", "profiles", "leave_one_out", "resamples"]
                    let (done, total) = (try progress.at("done").double ?? 0, try progress.at("total").double ?? 0)
                    #expect(done >= 1 && done <= total)
                    seen.append([
                        try laws.firstIndex(of: progress.at("law").text ?? "").unwrapped(),
                        try stages.firstIndex(of: stage).unwrapped(), Int(done),
                    ])
                }
                return try fit.at("status") == "done"
            }
            #expect(Set(seen.map { $0[1] }).count > 1, "nothing was seen on its way")
            #expect(zip(seen, seen.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) }, "\(seen)")
        }
    }
}

@Suite(.serialized) struct `Fits across restarts` {
    @Test func `of a dead server begin again, and say so`() throws {
        let service = try FitService()
        let address = try service.address()
        // The server takes it up and dies.
        #expect(try service.store.beginNextFit()?.attempts == 1)
        #expect(try service.status(address) == "running")
        try service.jobs.start(workers: 1)
        defer { service.jobs.stop() }
        let fit = try service.waitForEnd(address)
        #expect(fit["status"] == "done" && fit["attempts"] == .number(2))
        #expect(fit["law"] == ["name": "s", "version": .number(1)])
    }

    @Test func `that end the program every time are given up`() throws {
        let service = try FitService()
        let address = try service.address()
        for attempt in 1...3 {
            try service.store.requeueFits(mostAttempts: 3, failure: "too often", at: "2026-01-02T03:04:05Z")
            #expect(try service.store.beginNextFit()?.attempts == attempt)
        }
        try service.jobs.start(workers: 1)
        defer { service.jobs.stop() }
        let fit = try service.waitForEnd(address)
        #expect(fit["status"] == "failed" && fit["attempts"] == .number(3))
        #expect(fit["failure"] == "The program ended 3 times while it worked on this fit.")
    }

    @Test func `wait for the next start where the server ends in good order`() throws {
        let service = try FitService()
        let address = try service.address(FitService.long)
        // However often that happens: it is no failure of the fit.
        for _ in 0..<5 {
            let jobs = FitService.jobs(service.store)
            try jobs.start(workers: 1)
            try service.waitUntilRunning(address)
            jobs.stop()
            let fit = try service.show(address)
            #expect(fit["status"] == "queued" && fit["attempts"] == .number(0) && fit["progress"] == .null)
        }
    }
}
