import Planning
import TestSupport
import Testing

@testable import PlannerAPI

@Suite struct `Hardware of an answer` {
    private func text(_ hardware: Hardware, _ distillation: Double?, _ supervised: Double?) -> String {
        let bytes = JSONText.bytes {
            hardware.write(&$0, distillationFLOPs: distillation, supervisedFLOPs: supervised)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `has its device, its source and the use of both ways`() throws {
        let device = try Accelerator(name: "X1", peakFLOPsPerSecond: 1e15, source: "a data sheet")
        let hardware = try Hardware(device: device, count: 10, utilization: 0.5, pricePerDeviceHour: 2.5)
        #expect(
            text(hardware, 1.8e21, 3.6e21) == """
                {
                  "device": "X1",
                  "peak_flops": 1000000000000000,
                  "count": 10,
                  "utilization": 0.5,
                  "utilization_is_default": false,
                  "price_per_hour": 2.5,
                  "source": "a data sheet",
                  "distillation": {
                    "device_hours": 1000,
                    "days": 4.166666666666667,
                    "cost": 2500
                  },
                  "supervised": {
                    "device_hours": 2000,
                    "days": 8.333333333333334,
                    "cost": 5000
                  }
                }

                """)
    }

    @Test func `says what it does not know`() throws {
        let hardware = try Hardware(peakFLOPsPerSecond: 9e14)
        #expect(
            text(hardware, nil, 1.296e18) == """
                {
                  "device": null,
                  "peak_flops": 900000000000000,
                  "count": 1,
                  "utilization": 0.4,
                  "utilization_is_default": true,
                  "price_per_hour": null,
                  "source": null,
                  "distillation": null,
                  "supervised": {
                    "device_hours": 1,
                    "days": 0.041666666666666664,
                    "cost": null
                  }
                }

                """)
    }
}
