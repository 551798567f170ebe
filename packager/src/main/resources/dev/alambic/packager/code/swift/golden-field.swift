        let continues: Bool
