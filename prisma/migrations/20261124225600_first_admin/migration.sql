-- The account of the first start keeps its rights: it becomes a city administrator.
UPDATE "app_user" SET "role" = 'ADMIN' WHERE "id" = (SELECT min("id") FROM "app_user" WHERE "role" = 'CITY');
